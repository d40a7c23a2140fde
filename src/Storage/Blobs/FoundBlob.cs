using Microsoft.Win32.SafeHandles;

namespace SoundTime.Storage.Blobs;

/// <summary>A blob's file, opened where it was found.</summary>
internal sealed record FoundBlob(SafeFileHandle File, string Path, BlobPlace Place);
