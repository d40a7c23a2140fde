using Microsoft.Extensions.Logging;
using SoundTime.Grains.Peers;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.PeerExchange;

/// <summary>
/// The exchange of peers of this node. Calls and the reminder say what is to be done; three timers do it side by side: one wakes the grains of known
/// peers, one exchanges, one asks those that were named.
/// </summary>
public sealed partial class PeerExchangeGrain : Grain, IPeerExchangeGrain, IRemindable
{
    private const string Reminder = "round";

    private readonly IPersistentState<PeerExchangeState> _state;
    private readonly IPeerStore _peers;
    private readonly IBlockList _blocks;
    private readonly IPeerLink _link;
    private readonly TimeProvider _time;
    private readonly ILogger<PeerExchangeGrain> _logger;

    /// <summary>Made by the runtime.</summary>
    /// <param name="state">How far the rotation is.</param>
    /// <param name="peers">Who is known.</param>
    /// <param name="blocks">Who is blocked.</param>
    /// <param name="link">What reaches peers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public PeerExchangeGrain(
        [PersistentState("peer-exchange")] IPersistentState<PeerExchangeState> state,
        IPeerStore peers,
        IBlockList blocks,
        IPeerLink link,
        TimeProvider time,
        ILogger<PeerExchangeGrain> logger)
    {
        _state = state;
        _peers = peers;
        _blocks = blocks;
        _link = link;
        _time = time;
        _logger = logger;
        _conduct = new SenderConduct(time);
        _silent = new SilentPeers(time);
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await this.RegisterOrUpdateReminder(Reminder, PeerExchangeLimits.RoundPause, PeerExchangeLimits.RoundPause);
        WakeKnownPeers();
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        WakeKnownPeers();
        BeginRound();
        return Task.CompletedTask;
    }

    /// <summary>A timer that waits to be set, and whose work may wait for the network.</summary>
    private IGrainTimer NewTimer(Func<CancellationToken, Task> work) => this.RegisterGrainTimer(
        work,
        new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
}
