namespace SoundTime.Grains.Contract.Grains;

/// <summary>What a reminder said.</summary>
public sealed record LastReminder(DateTime First, TimeSpan Period, DateTime Current);
