using SoundTime.Grains.Tracks;
using SoundTime.Import;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Guardian;

/// <summary>
/// Goes through the findings that are open every minute, whoever found them: the scrub, <c>soundtime verify</c> beside this node, or a listener. Resolves those that are not so any more, and fetches
/// tracks again whose blobs were rotten. At the start it says what is open.
/// </summary>
/// <param name="findings">What was found.</param>
/// <param name="review">Resolves.</param>
/// <param name="catalogue">Knows who offers a track.</param>
/// <param name="peers">Knows who is online.</param>
/// <param name="blobs">Where the bytes that were set aside lie.</param>
/// <param name="link">Fetches; null where this node talks to no others.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what is mended.</param>
internal sealed class FindingKeeper(
    IIntegrityStore findings, FindingReview review, ICatalogue catalogue, IPeerStore peers, BlobStore blobs, ITrackLink? link, TimeProvider time,
    ILogger<FindingKeeper> logger) : BackgroundService
{
    /// <summary>How often the findings are gone through.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>After a fetch in vain, the same track is not tried again for so long.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromHours(1);

    private readonly Dictionary<BlobHash, DateTimeOffset> _nextTry = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var isAnnounced = false;
        string? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var open = await review.RunAsync(stoppingToken);
                if (!isAnnounced)
                {
                    Announce(open, await findings.FindProgressAsync(stoppingToken));
                    isAnnounced = true;
                }

                await MendAsync(open, stoppingToken);
                told = null;
            }
            catch (Exception exception) when (exception is StorageException or BlobException)
            {
                if (exception.Message != told)
                {
                    logger.ReviewPaused(Interval, exception.Message);
                    told = exception.Message;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Announce(IReadOnlyList<Finding> open, ScrubProgress? scrub)
    {
        var text = scrub switch
        {
            null => "No scrub has begun yet.",
            { RoundEndedAt: { } end } => $"The last scrub ended at {end:u}.",
            _ => $"The scrub that began at {scrub.RoundStartedAt:u} goes on.",
        };
        if (open.Count == 0)
        {
            logger.NothingOpenAtStart(text);
            return;
        }

        long Count(params ReadOnlySpan<FindingKind> kinds)
        {
            var count = 0L;
            foreach (var kind in kinds)
            {
                count += open.LongCount(finding => finding.Kind == kind);
            }

            return count;
        }

        logger.OpenAtStart(
            Count(FindingKind.RottenFile), Count(FindingKind.MissingFile), Count(FindingKind.UnreadableFile),
            Count(FindingKind.RottenBlob, FindingKind.UnreadableBlob), Count(FindingKind.StrayFile), text);
    }

    private async Task MendAsync(IReadOnlyList<Finding> open, CancellationToken cancellationToken)
    {
        HashSet<BlobHash> wanted = [.. open.Where(finding => finding.Kind == FindingKind.RottenBlob).Select(finding => finding.Hash!.Value)];
        foreach (var hash in _nextTry.Keys.Where(hash => !wanted.Contains(hash)).ToList())
        {
            _nextTry.Remove(hash);
        }

        foreach (var hash in wanted)
        {
            if (link is not null && time.GetUtcNow() >= _nextTry.GetValueOrDefault(hash) && await HasOnlineHolderAsync(hash, cancellationToken))
            {
                await FetchAsync(link, hash, cancellationToken);
            }
        }
    }

    private async Task<bool> HasOnlineHolderAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        var copies = await catalogue.ListCopiesAsync(hash, cancellationToken);
        return (await peers.FindAsync([.. copies.Select(copy => copy.Peer)], cancellationToken)).Values.Any(peer => peer.IsOnline);
    }

    private async Task FetchAsync(ITrackLink from, BlobHash hash, CancellationToken cancellationToken)
    {
        _nextTry[hash] = time.GetUtcNow() + RetryDelay;
        if (await from.FetchAsync(hash, cancellationToken) == FetchOutcome.Delivered)
        {
            await findings.ResolveAsync(hash.ToString(), cancellationToken);
            blobs.DropSetAside(hash);
            logger.BlobMended(hash.ShortText);
        }
    }
}
