namespace SoundTime.Bench;

/// <summary>What a role took for its work.</summary>
/// <param name="Seconds">Time on the wall.</param>
/// <param name="CpuSeconds">Processor time of its process.</param>
internal sealed record WorkResult(double Seconds, double CpuSeconds)
{
    /// <summary>Both works, one after the other.</summary>
    public static WorkResult operator +(WorkResult one, WorkResult other) => new(one.Seconds + other.Seconds, one.CpuSeconds + other.CpuSeconds);
}
