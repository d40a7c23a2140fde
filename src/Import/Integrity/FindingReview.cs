using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;

namespace SoundTime.Import;

/// <summary>Resolves findings that are not so any more, without reading a file: what is forgotten, imported anew, fetched again or removed.</summary>
public sealed class FindingReview(IIntegrityStore findings, ICatalogue catalogue, BlobStore blobs)
{
    /// <summary>Looks at all findings that are open; answers those that stay open.</summary>
    /// <exception cref="Storage.StorageException">The stores cannot be used.</exception>
    /// <exception cref="BlobException">The folder of blobs cannot be read.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var open = new List<Finding>();
        foreach (var finding in await findings.ListOpenAsync(cancellationToken))
        {
            if (await IsOverAsync(finding, cancellationToken))
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

    private async Task<bool> IsOverAsync(Finding finding, CancellationToken cancellationToken) => finding.Kind switch
    {
        FindingKind.RottenFile => await catalogue.FindLocalFileAsync(finding.Subject, cancellationToken) is not { IsRotten: true },
        FindingKind.MissingFile or FindingKind.UnreadableFile => await catalogue.FindLocalFileAsync(finding.Subject, cancellationToken) is null,
        // What was set aside and is here again was fetched and verified. What nobody offers any more cannot come again.
        FindingKind.RottenBlob => blobs.Contains(finding.Hash!.Value),
        FindingKind.UnreadableBlob => !blobs.Contains(finding.Hash!.Value),
        FindingKind.StrayFile => !Path.Exists(finding.Subject),
        _ => false,
    };
}
