namespace SoundTime.Silo.Doctor;

/// <summary>What a host answered over HTTP.</summary>
/// <param name="RoundTrip">How long a question and its answer took, on a connection that stood already; null where none came.</param>
/// <param name="ClockAhead">By how much its clock is ahead of ours; null where it does not say the time.</param>
/// <param name="Problem">Why no answer came, in a sentence; null where one did, whatever its status.</param>
internal sealed record HostAnswer(TimeSpan? RoundTrip, TimeSpan? ClockAhead, string? Problem);
