namespace SoundTime.Storage.GrainStates;

/// <summary>A grain that is to be called again and again.</summary>
/// <param name="GrainType">Type of the grain.</param>
/// <param name="Key">Key of the grain.</param>
/// <param name="Name">Name of the reminder, unique for the grain.</param>
/// <param name="StartAt">When it is called first.</param>
/// <param name="Period">Time between calls.</param>
/// <param name="ETag">Changes with every write; empty before the first.</param>
public sealed record StoredReminder(string GrainType, string Key, string Name, DateTimeOffset StartAt, TimeSpan Period, string ETag);
