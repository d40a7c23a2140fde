using SoundTime.Storage.Blobs;
using SoundTime.Storage.Integrity;

namespace SoundTime.Import;

/// <summary>Draws the consequences of what was seen: a rotten file is marked so that it is not served, a rotten blob is set aside, and all that is wrong is kept as a finding.</summary>
public sealed class FindingRecorder(IIntegrityStore findings, BlobStore blobs)
{
    /// <summary>Takes in what a look at a file came to. What was found before and is right again is resolved.</summary>
    /// <returns>What became of the finding; null where it is none.</returns>
    /// <exception cref="Storage.StorageException">It could not be kept; it is found again when the file is looked at again. A rotten blob is set aside nevertheless.</exception>
    /// <exception cref="BlobException">A rotten blob could not be set aside.</exception>
    public async Task<FindingOutcome?> RecordAsync(CheckedFile file, CancellationToken cancellationToken)
    {
        switch (file.Verdict)
        {
            case CheckVerdict.Right:
                await findings.ResolveAsync(file.Subject, cancellationToken);
                return null;
            case CheckVerdict.Rotten when file.File is { } imported:
                return await findings.RecordRottenAsync(imported, cancellationToken);
            case CheckVerdict.Rotten:
                return await SetAsideAsync(file, cancellationToken);
            case CheckVerdict.Missing:
                return await findings.RecordAsync(FindingKind.MissingFile, file.Subject, file.Hash, cancellationToken);
            case CheckVerdict.Unreadable:
                var kind = file.File is null ? FindingKind.UnreadableBlob : FindingKind.UnreadableFile;
                return await findings.RecordAsync(kind, file.Subject, file.Hash, cancellationToken);
            case CheckVerdict.Stray:
                return await findings.RecordAsync(FindingKind.StrayFile, file.Subject, null, cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>The finding comes first: a process that is killed in between finds the blob again.</summary>
    private async Task<FindingOutcome> SetAsideAsync(CheckedFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await findings.RecordAsync(FindingKind.RottenBlob, file.Subject, file.Hash, cancellationToken);
        }
        finally
        {
            blobs.SetAside(file.Hash!.Value);
        }
    }
}
