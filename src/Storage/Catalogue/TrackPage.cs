namespace SoundTime.Storage.Catalogue;

/// <summary>One page of tracks.</summary>
/// <param name="Tracks">The tracks of the page.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record TrackPage(IReadOnlyList<Track> Tracks, long Total);
