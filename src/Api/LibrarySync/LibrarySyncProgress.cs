namespace SoundTime.Api;

/// <summary>How far a sync is.</summary>
/// <param name="Processed">How many of the peer's tracks are here.</param>
/// <param name="Total">How many it says to have; null before it was asked.</param>
/// <param name="Phase">What is done now, for people.</param>
public sealed record LibrarySyncProgress(long Processed, long? Total, string Phase);
