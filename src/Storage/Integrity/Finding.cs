using SoundTime.Wire;

namespace SoundTime.Storage.Integrity;

/// <summary>Something that is wrong with a file, or was.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">Of which file: its full path, or the hash of a blob in 64 hex digits. A subject has one open finding at a time.</param>
/// <param name="Hash">The hash that its bytes should have; null for a file that is none of ours.</param>
/// <param name="FoundAt">When it was found.</param>
/// <param name="ResolvedAt">When it was found to be right again, mended or forgotten; null while it is open.</param>
public sealed record Finding(FindingKind Kind, string Subject, BlobHash? Hash, DateTimeOffset FoundAt, DateTimeOffset? ResolvedAt = null);
