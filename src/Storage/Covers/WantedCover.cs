using SoundTime.Wire;

namespace SoundTime.Storage.Covers;

/// <summary>The cover of an album that a peer named and that is not here yet.</summary>
/// <param name="AlbumId">The album.</param>
/// <param name="Hash">The picture.</param>
/// <param name="ArtistName">The album's artist.</param>
/// <param name="AlbumTitle">The album's title.</param>
/// <param name="Tries">How often it was asked for in vain.</param>
public sealed record WantedCover(Guid AlbumId, BlobHash Hash, string ArtistName, string AlbumTitle, int Tries);
