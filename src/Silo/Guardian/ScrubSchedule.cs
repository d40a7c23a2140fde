namespace SoundTime.Silo.Guardian;

/// <summary>When the background scrub reads.</summary>
/// <param name="Hours">At which hours; null: at all.</param>
/// <param name="Interval">Time from the start of a round to that of the next, at least.</param>
internal sealed record ScrubSchedule(ScrubHours? Hours, TimeSpan Interval);
