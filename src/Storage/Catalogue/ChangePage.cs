namespace SoundTime.Storage.Catalogue;

/// <summary>Some changes of our own tracks, in their order.</summary>
/// <param name="Tracks">The tracks as they are now.</param>
/// <param name="Last">The number of the last change of the page; what was asked for if the page is empty.</param>
public sealed record ChangePage(IReadOnlyList<Track> Tracks, long Last);
