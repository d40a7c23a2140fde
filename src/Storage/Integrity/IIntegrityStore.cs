using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Integrity;

/// <summary>What was found wrong with the files that this node holds, and how far the search for it is. A change is on the disk before its task ends.</summary>
public interface IIntegrityStore
{
    /// <summary>Most findings that are kept. Those that were resolved the longest ago go first; open ones never do.</summary>
    const int MaxFindings = 10_000;

    /// <summary>
    /// An imported file has other bytes than it was imported with: marks it (<see cref="LocalFile.IsRotten"/>), so that it is not served, and keeps the finding. Nothing is kept where the file was
    /// imported anew meanwhile. The mark stands until the file is imported anew, or <see cref="ResolveAsync"/> takes it away.
    /// </summary>
    /// <param name="file">The file, as the catalogue had it when it was read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<FindingOutcome> RecordRottenAsync(LocalFile file, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a finding of another kind. What was found of the same subject before is resolved by it, except that not being able to read a file takes back nothing of what is known.
    /// </summary>
    /// <param name="kind">What; not <see cref="FindingKind.RottenFile"/>.</param>
    /// <param name="subject">See <see cref="Finding.Subject"/>.</param>
    /// <param name="hash">See <see cref="Finding.Hash"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<FindingOutcome> RecordAsync(FindingKind kind, string subject, BlobHash? hash, CancellationToken cancellationToken);

    /// <summary>
    /// What was found of this subject is not so any more: it was verified, mended or forgotten. Takes the mark of a rotten file away. Answers whether anything was open or marked; writes nothing where nothing was.
    /// </summary>
    Task<bool> ResolveAsync(string subject, CancellationToken cancellationToken);

    /// <summary>One page of findings, the newest first; <paramref name="page"/> from 1, <paramref name="perPage"/> from 1 to 100.</summary>
    /// <param name="openOnly">Whether those that were resolved are left out.</param>
    /// <param name="page">Which page.</param>
    /// <param name="perPage">How many on each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<FindingPage> ListAsync(bool openOnly, int page, int perPage, CancellationToken cancellationToken);

    /// <summary>All findings that are open, the oldest first: at most <see cref="MaxFindings"/>.</summary>
    Task<IReadOnlyList<Finding>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>How many findings of each kind are open; a kind of which none is, is not in it.</summary>
    Task<IReadOnlyDictionary<FindingKind, long>> CountOpenAsync(CancellationToken cancellationToken);

    /// <summary>How far the background scrub is; null before the first.</summary>
    Task<ScrubProgress?> FindProgressAsync(CancellationToken cancellationToken);

    /// <summary>Keeps how far the background scrub is.</summary>
    Task SaveProgressAsync(ScrubProgress progress, CancellationToken cancellationToken);
}
