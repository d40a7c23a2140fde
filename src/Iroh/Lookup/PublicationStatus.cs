namespace SoundTime.Iroh.Lookup;

/// <summary>How publishing to one address directory goes.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="LastSuccess">When it last took a packet; null before the first.</param>
/// <param name="Problem">Why the last try failed; null where it did not.</param>
/// <param name="NextTry">When it is tried again; null while there is nothing to publish.</param>
public sealed record PublicationStatus(Uri Directory, DateTimeOffset? LastSuccess, string? Problem, DateTimeOffset? NextTry);
