using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Peers;

/// <summary>
/// One other node. Calls note what happened and set the timer; the timer's work (PeerGrain.Loop) asks the peer, then asks it for what is missing here,
/// then sends it what it lacks, one thing after the other. Reentrant, because that work waits for the network: whatever waits looks afterwards
/// whether it still counts.
/// </summary>
[Reentrant]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Neither the gates nor the source of tokens have anything to release.")]
public sealed partial class PeerGrain : Grain, IPeerGrain
{
    private readonly IPersistentState<PeerPositions> _positions;
    private readonly IPeerStore _peers;
    private readonly IBlockList _blocks;
    private readonly ICatalogue _catalogue;
    private readonly IPeerLink _link;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger<PeerGrain> _logger;
    private readonly long _startedAt;
    private NodeId _id;

    /// <summary>Made by the runtime.</summary>
    /// <param name="positions">How far both know each other's tracks.</param>
    /// <param name="peers">Where the peer's record is.</param>
    /// <param name="blocks">Who is blocked.</param>
    /// <param name="catalogue">What is known of its tracks, and what there is to send.</param>
    /// <param name="link">What reaches it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">What pauses vary by.</param>
    /// <param name="logger">The log.</param>
    public PeerGrain(
        [PersistentState("peer")] IPersistentState<PeerPositions> positions,
        IPeerStore peers,
        IBlockList blocks,
        ICatalogue catalogue,
        IPeerLink link,
        TimeProvider time,
        Random random,
        ILogger<PeerGrain> logger)
    {
        _positions = positions;
        _peers = peers;
        _blocks = blocks;
        _catalogue = catalogue;
        _link = link;
        _time = time;
        _random = random;
        _logger = logger;
        _startedAt = time.GetTimestamp();
    }

    /// <summary>Time on the steady clock, since the grain was made: what is paced here does not follow a wall clock that is set.</summary>
    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    private bool IsSelf => _id == _link.Self;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!NodeId.TryParse(key, out _id) || _id.ToString() != key)
        {
            throw new ArgumentException("The key of a peer's grain is its id in 64 lower-case hex digits.");
        }

        await StoreErrors.ForCallerAsync(async () => _record = _saved = await _peers.FindAsync(_id, cancellationToken));
        if (_positions.State.Self != _link.Self.ToString())
        {
            _positions.State = new PeerPositions();
        }

        _receivedAt = _positions.State.ReceivedAt;
        _completeAt = _positions.State.SentAt;
        _failures = _record is { IsOnline: false, LastSeen: { } lastSeen } ? PeerPacing.FailuresWithin(_time.GetUtcNow() - lastSeen) : 0;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        EndContact();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WakeAsync(CancellationToken cancellationToken)
    {
        if (_record is not null && !IsSelf)
        {
            BeginContact();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<PeerSync> DescribeSyncAsync(CancellationToken cancellationToken)
    {
        var positions = _positions.State;
        return Task.FromResult(
            new PeerSync(positions.SentPosition, _isSending, _sentSinceStart, _completeAt, positions.RequestedAt, _receivedAt, _lastPing));
    }

    /// <inheritdoc/>
    public async Task ResyncAsync(CancellationToken cancellationToken)
    {
        if (_record is null)
        {
            return;
        }

        await StoreErrors.ForCallerAsync(() => BeginCatalogueAsync(
            positions => positions with { IsRequestWanted = true, Requests = 0 }, cancellationToken));
        _requestDueAt = Now;
        if (!_isOnline)
        {
            _pingDueAt = Now;
        }

        SetTimer();
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        EndContact();
        await StoreErrors.ForCallerAsync(ClearPositionsAsync);
        await StoreErrors.ForCallerAsync(() => RemoveRecordAsync(cancellationToken));
        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public Task BlockedAsync(CancellationToken cancellationToken) => StoreErrors.ForCallerAsync(ObeyBlockAsync);

    /// <summary>The peer is blocked. Should the store fail, contact stays begun, and the loop, which finds the peer blocked, comes here again.</summary>
    private async Task ObeyBlockAsync()
    {
        StopWork(PeerReply.BlockedHere);
        _isOnline = false;
        await ResetPositionsAsync();
        if (_record is { } record)
        {
            _record = record with { IsOnline = false };
            await SaveRecordAsync(CancellationToken.None);
        }

        EndContact(PeerReply.BlockedHere);
    }
}
