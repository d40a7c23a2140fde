using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;

namespace SoundTime.Grains.Search;

/// <summary>
/// The filters of a part of all peers. Each call is done within its turn; its timer's work (RoutingGrain.Loading) waits for the store, and for nothing else, between the turns.
/// </summary>
[Reentrant]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The table is disposed when the grain ends, and its memory frees itself.")]
public sealed partial class RoutingGrain(IPeerStore peers, FilterMemory memory, TimeProvider time, ILogger<RoutingGrain> logger) : Grain, IRoutingGrain
{
    private readonly FilterTable _table = new(memory);
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>Time on the steady clock, since the grain was made.</summary>
    private TimeSpan Now => time.GetElapsedTime(_startedAt);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var part = RoutingParts.PartOf(this.GetPrimaryKeyString())
            ?? throw new ArgumentException($"The key of a grain of routing is one of {nameof(RoutingParts)}.");
        (_first, _last) = RoutingParts.RangeOf(part);
        await StoreErrors.ForCallerAsync(() => SynchronizeAsync(cancellationToken));
        _timer = this.RegisterGrainTimer(
            WorkAsync,
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = SearchLimits.SynchronizePause, Interleave = true, KeepAlive = true });
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _table.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WakeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<RoutedPeer[]> RouteAsync(string question, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Task.FromResult(_table.Route(BloomQuestion.Parse(question), limit, Now));
    }

    /// <inheritdoc/>
    public Task PresenceChangedAsync(string peer, bool isOnline, CancellationToken cancellationToken)
    {
        var id = NodeId.Parse(peer);
        _toldMeanwhile.Add(id);
        _table.SetOnline(id, isOnline);
        if (isOnline && _table.FilterTimeOf(id) is null)
        {
            LoadSoon(id);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FilterChangedAsync(string peer, CancellationToken cancellationToken)
    {
        LoadSoon(NodeId.Parse(peer));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AnsweredAsync(string peer, int found, TimeSpan? took, CancellationToken cancellationToken)
    {
        _table.NoteAnswer(NodeId.Parse(peer), found, took, Now);
        return Task.CompletedTask;
    }
}
