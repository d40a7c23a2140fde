namespace SoundTime.Bench;

/// <summary>What a client role took for its work.</summary>
/// <param name="Seconds">Time on the wall.</param>
/// <param name="CpuSeconds">Processor time of its process.</param>
internal sealed record WorkResult(double Seconds, double CpuSeconds);
