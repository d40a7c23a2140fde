using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tracks;

/// <summary>
/// One track that peers hold. Only which process fetches it is in memory; its health is read at each call and written over what was seen (TrackGrain.Health). Should this grain be lost with the
/// process it ran in, the worst is a second fetch of the same bytes.
/// </summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed partial class TrackGrain(
    ITrackHealthStore healths,
    ICatalogue catalogue,
    IPeerStore peers,
    IBlockList blocks,
    TimeProvider time,
    ILogger<TrackGrain> logger) : Grain, ITrackGrain
{
    private readonly FetchHold _hold = new(time);
    private BlobHash _hash;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!BlobHash.TryParse(key, out _hash) || _hash.ToString() != key)
        {
            throw new ArgumentException("The key of a track's grain is its hash in 64 lower-case hex digits.");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<FetchStart> BeginFetchAsync(string fetcher, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(fetcher);
        if (_hold.IsOfAnother(fetcher))
        {
            return Without(FetchVerdict.RunsElsewhere);
        }

        var start = Without(FetchVerdict.NoCopy);
        await StoreErrors.ForCallerAsync(async () => start = await DecideAsync(cancellationToken));
        if (start.Verdict == FetchVerdict.Granted)
        {
            _hold.Take(fetcher);
        }

        return start;
    }

    /// <inheritdoc/>
    public Task<bool> RenewFetchAsync(string fetcher, CancellationToken cancellationToken) => Task.FromResult(_hold.Renew(fetcher));

    /// <summary>A listener waits for this: two rounds to the store, each of queries side by side.</summary>
    private async Task<FetchStart> DecideAsync(CancellationToken cancellationToken)
    {
        var findingHealth = healths.FindAsync(_hash, cancellationToken);
        var listingStrikes = healths.ListStrikesAsync(_hash, cancellationToken);
        var listingCopies = catalogue.ListCopiesAsync(_hash, cancellationToken);
        await Task.WhenAll(findingHealth, listingStrikes, listingCopies);
        var health = await findingHealth;
        var copies = await listingCopies;
        if (health.IsTakenOut || copies.Count == 0)
        {
            return Without(health.IsTakenOut ? FetchVerdict.TakenOut : FetchVerdict.NoCopy);
        }

        NodeId[] holders = [.. copies.Select(copy => copy.Peer)];
        var findingBlocked = blocks.FindBlockedAsync(holders, cancellationToken);
        var findingPeers = peers.FindAsync(holders, cancellationToken);
        await Task.WhenAll(findingBlocked, findingPeers);
        var blocked = await findingBlocked;
        var known = await findingPeers;
        Copy[] open = [.. copies.Where(copy => !blocked.Contains(copy.Peer))];
        return open.Length == 0 ? Without(FetchVerdict.Blocked)
            : health.State == TrackHealthState.Dereferenced && !open.Any(copy => known.GetValueOrDefault(copy.Peer) is { IsOnline: true })
                ? Without(FetchVerdict.Dereferenced)
            : new FetchStart(FetchVerdict.Granted, CopyOrder.Of(open, known, await listingStrikes));
    }

    private static FetchStart Without(FetchVerdict verdict) => new(verdict, []);
}
