using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>A blob that is being read.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="IsUseNoted">Whether it is written when it is used: not of those that are kept.</param>
internal readonly record struct OpenBlob(BlobHash Hash, bool IsUseNoted);
