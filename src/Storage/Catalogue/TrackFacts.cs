using SoundTime.Wire;

namespace SoundTime.Storage.Catalogue;

/// <summary>What one source, a file or an announcement, says of a track, checked.</summary>
/// <param name="Hash">The track.</param>
/// <param name="FileSize">Size in bytes.</param>
/// <param name="Tags">What is known of it.</param>
/// <param name="CoverHash">Its own picture.</param>
internal sealed record TrackFacts(BlobHash Hash, long FileSize, TrackTags Tags, BlobHash? CoverHash);
