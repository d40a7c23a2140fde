using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Wire;

namespace SoundTime.Import;

/// <summary>
/// Goes through the findings that are open and resolves those that are not so any more: what is forgotten, imported anew, fetched again or removed. Reads no file but blobs that were rotten and
/// are here again.
/// </summary>
public sealed class FindingReview(IIntegrityStore findings, ICatalogue catalogue, BlobStore blobs, IntegrityCheck check)
{
    private readonly FindingRecorder _recorder = new(findings, blobs);

    /// <summary>Looks at all that is open, and at all blobs that were set aside while they were played; answers the findings that stay open.</summary>
    /// <exception cref="Storage.StorageException">The stores cannot be used.</exception>
    /// <exception cref="BlobException">The folder of blobs cannot be used.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var setAside = blobs.ListSetAside().ToHashSet();
        var known = (await findings.ListOpenAsync(cancellationToken)).Select(finding => finding.Subject).ToHashSet();
        foreach (var hash in setAside.Where(hash => !known.Contains(hash.ToString())))
        {
            await findings.RecordAsync(FindingKind.RottenBlob, hash.ToString(), hash, cancellationToken);
        }

        var open = new List<Finding>();
        foreach (var finding in await findings.ListOpenAsync(cancellationToken))
        {
            if (await IsOverAsync(finding, setAside, cancellationToken))
            {
                await findings.ResolveAsync(finding.Subject, cancellationToken);
            }
            else
            {
                open.Add(finding);
            }
        }

        return open;
    }

    private async Task<bool> IsOverAsync(Finding finding, HashSet<BlobHash> setAside, CancellationToken cancellationToken) => finding.Kind switch
    {
        FindingKind.RottenFile => await catalogue.FindLocalFileAsync(finding.Subject, cancellationToken) is not { IsRotten: true },
        FindingKind.MissingFile or FindingKind.UnreadableFile => await catalogue.FindLocalFileAsync(finding.Subject, cancellationToken) is null,
        FindingKind.RottenBlob => await IsMendedAsync(finding.Hash!.Value, setAside, cancellationToken),
        FindingKind.UnreadableBlob => !blobs.Contains(finding.Hash!.Value),
        FindingKind.StrayFile => !Path.Exists(finding.Subject),
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Kind, null),
    };

    /// <summary>A rotten blob is a matter of the past once right bytes are here, or where nobody offers it and what was set aside is gone: then it cannot come again.</summary>
    private async Task<bool> IsMendedAsync(BlobHash hash, HashSet<BlobHash> setAside, CancellationToken cancellationToken)
    {
        if (await check.CheckBlobAsync(hash, cancellationToken) is not { } blob)
        {
            return !setAside.Contains(hash) && (await catalogue.ListCopiesAsync(hash, cancellationToken)).Count == 0;
        }

        await _recorder.RecordAsync(blob, cancellationToken);
        if (blob.Verdict != CheckVerdict.Right)
        {
            return false;
        }

        blobs.DropSetAside(hash);
        return true;
    }
}
