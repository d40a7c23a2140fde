using SoundTime.Grains.Peers;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Grains.Tracks;

/// <content>What comes of fetches: strikes of copies and of the track, and what peers' grains are told.</content>
public sealed partial class TrackGrain
{
    /// <summary>How often a health is read anew because somebody else, which can only be the sweep or the admin, wrote it meanwhile.</summary>
    private const int MaxTries = 5;

    /// <summary>Longest wait for a peer's grain, which only notes what it is told.</summary>
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task CopyFailedAsync(string peer, CopyFailure failure, CancellationToken cancellationToken)
    {
        var id = NodeId.Parse(peer);
        if (failure == CopyFailure.WrongBytes)
        {
            await TellPeerAsync(id, isGood: false, 0, 0, cancellationToken);
        }

        await StoreErrors.ForCallerAsync(() => healths.AddStrikeAsync(_hash, id, failure, time.GetUtcNow(), cancellationToken));
    }

    /// <inheritdoc/>
    public async Task EndFetchAsync(string fetcher, FetchEnd result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        var isOfAnother = _hold.IsOfAnother(fetcher);
        _hold.Release(fetcher);
        switch (result.Outcome)
        {
            case FetchOutcome.Delivered:
                await NoteDeliveryAsync(result, cancellationToken);
                break;

            // Who took the fetch over meanwhile says what comes of it.
            case FetchOutcome.NoneDelivered when !isOfAnother:
                var failure = result.Failure ?? CopyFailure.Refused;
                await StoreErrors.ForCallerAsync(() => NoteAsync(seen => HealthRules.Failed(seen, failure, time.GetUtcNow()), cancellationToken));
                break;
        }
    }

    /// <inheritdoc/>
    public Task<bool> DereferenceAsync(CancellationToken cancellationToken) => ObeyAsync(HealthRules.TakenOut, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RereferenceAsync(CancellationToken cancellationToken) => ObeyAsync(HealthRules.TakenIn, cancellationToken);

    private async Task NoteDeliveryAsync(FetchEnd result, CancellationToken cancellationToken)
    {
        var peer = NodeId.Parse(result.Peer!);
        await TellPeerAsync(peer, isGood: true, result.Bytes, result.Seconds, cancellationToken);
        await StoreErrors.ForCallerAsync(async () =>
        {
            var strikes = await healths.ListStrikesAsync(_hash, cancellationToken);
            if (strikes.Any(strike => strike.Peer == peer))
            {
                await healths.ClearStrikesAsync(_hash, peer, cancellationToken);
            }

            await NoteAsync(seen => HealthRules.Came(seen, time.GetUtcNow()), cancellationToken);
        });
    }

    private async Task NoteAsync(Func<TrackHealth, TrackHealth> rule, CancellationToken cancellationToken)
    {
        if (!await ChangeAsync(rule, cancellationToken))
        {
            logger.HealthNotKept(_hash.ShortText);
        }
    }

    private async Task<bool> ObeyAsync(Func<TrackHealth, TrackHealth> rule, CancellationToken cancellationToken)
    {
        var isDone = false;
        await StoreErrors.ForCallerAsync(async () =>
        {
            isDone = await IsRemoteAsync(cancellationToken) && await ChangeAsync(rule, cancellationToken);
            if (!isDone && await IsRemoteAsync(cancellationToken))
            {
                throw new IOException($"The health of track {_hash.ShortText} is being changed by others; try again.");
            }
        });
        return isDone;
    }

    private async Task<bool> IsRemoteAsync(CancellationToken cancellationToken) => await catalogue.FindTrackAsync(_hash, cancellationToken) is { IsLocal: false };

    /// <summary>Applies a rule to the health as it is, and writes what follows unless that is the same. Answers false if it was not written: the track is gone, or others write without end.</summary>
    private async Task<bool> ChangeAsync(Func<TrackHealth, TrackHealth> rule, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var seen = await healths.FindAsync(_hash, cancellationToken);
            var next = rule(seen);
            if (ReferenceEquals(next, seen) || await healths.SaveAsync([new HealthChange(_hash, next)], cancellationToken) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells the grain of a peer how its delivery ended. It is not waited for long, and what it misses it learns from the next one: a failure is logged.</summary>
    private async Task TellPeerAsync(NodeId peer, bool isGood, long bytes, double seconds, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetGrain<IPeerGrain>(peer.ToString())
                .DeliveryEndedAsync(isGood, bytes, seconds, cancellationToken)
                .WaitAsync(NoticeLimit, time, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.DeliveryNotNoted(exception, peer.ShortText);
        }
    }
}
