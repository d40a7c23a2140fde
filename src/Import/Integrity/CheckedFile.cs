using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Import;

/// <summary>A file that was looked at.</summary>
public sealed record CheckedFile
{
    /// <summary>What came of it.</summary>
    public required CheckVerdict Verdict { get; init; }

    /// <summary>Which file: its full path, or the hash of a blob in 64 hex digits.</summary>
    public required string Subject { get; init; }

    /// <summary>The hash that its bytes should have; null for a stray file.</summary>
    public BlobHash? Hash { get; init; }

    /// <summary>The imported file as the catalogue had it; null for what is none.</summary>
    public LocalFile? File { get; init; }

    /// <summary>Where the blob lay; null for what is none.</summary>
    public BlobPlace? Place { get; init; }

    /// <summary>Its size in bytes, as it is recorded; 0 for a stray file.</summary>
    public long Size { get; init; }

    /// <summary>What the system said of a file that cannot be read.</summary>
    public string? Error { get; init; }

    /// <summary>Whether something is wrong with it that the admin should know of.</summary>
    public bool IsFinding => Verdict is CheckVerdict.Rotten or CheckVerdict.Missing or CheckVerdict.Unreadable or CheckVerdict.Stray;
}
