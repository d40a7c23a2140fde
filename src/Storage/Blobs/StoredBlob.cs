using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>A blob that is here.</summary>
/// <param name="Hash">Its name.</param>
/// <param name="Length">Its length in bytes, as the file system has it.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="LastUse">When it was last read, to the minute; of one that is kept, when it came.</param>
public sealed record StoredBlob(BlobHash Hash, long Length, BlobPlace Place, DateTimeOffset LastUse);
