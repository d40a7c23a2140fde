using SoundTime.Wire;

namespace SoundTime.Storage.Catalogue;

/// <summary>A file that was read and hashed, ready to be taken in.</summary>
/// <param name="File">The file and its hash.</param>
/// <param name="Tags">What the file says of itself.</param>
/// <param name="CoverHash">The embedded picture, already in the blob store; null if there is none.</param>
public sealed record TrackImport(LocalFile File, TrackTags Tags, BlobHash? CoverHash);
