namespace SoundTime.Grains.Tests.Support;

/// <summary>Makes every pause exactly what it is at most.</summary>
internal sealed class SteadyRandom : Random
{
    public override double NextDouble() => 0;
}
