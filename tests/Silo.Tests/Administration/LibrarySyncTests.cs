using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Peers;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Administration;

/// <summary>Time moves by one poll whenever the sync waits for the next.</summary>
public sealed class LibrarySyncTests : IDisposable
{
    private static readonly NodeId Peer = NodeId.Parse(new string('a', 64));
    private static readonly PingResult Pong = new(PeerReply.Done, 5, "0.1.0", Text: null);

    private readonly ManualTime _time = new();
    private readonly IPeerGrain _grain = Substitute.For<IPeerGrain>();
    private readonly IPeerStore _peers = Substitute.For<IPeerStore>();
    private readonly IBlockList _blocks = Substitute.For<IBlockList>();
    private readonly ICatalogue _catalogue = Substitute.For<ICatalogue>();
    private readonly LibrarySync _sync;
    private readonly List<LibrarySyncProgress> _progress = [];
    private long _copies = 3;
    private PeerSync _state;

    public LibrarySyncTests()
    {
        _state = new PeerSync(
            SentPosition: 7, IsSending: false, SentSinceStart: 0, SentAt: _time.GetUtcNow().AddHours(-1), RequestedAt: null, ReceivedAt: null, LastPing: null);
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IPeerGrain>(Peer.ToString()).Returns(_grain);
        _grain.PingAsync(Arg.Any<CancellationToken>()).Returns(Pong);
        _grain.DescribeSyncAsync(Arg.Any<CancellationToken>()).Returns(_ => _state);
        _peers.FindAsync(Peer, Arg.Any<CancellationToken>()).Returns(new PeerRecord { Id = Peer, AddedAt = _time.GetUtcNow() });
        _catalogue.CountAsync(Arg.Any<CancellationToken>()).Returns(new CatalogueCounts(9, 0, 0, 0));
        _catalogue.CountCopiesAsync(Peer, Arg.Any<CancellationToken>()).Returns(_ => _copies);
        _sync = new LibrarySync(grains, _peers, _blocks, _catalogue, _time, NullLogger<LibrarySync>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _sync.Dispose();

    [Fact]
    public async Task Both_catalogues_are_sent_anew_and_what_came_is_counted()
    {
        var status = await RunAsync(poll =>
        {
            _state = poll == 0 ? _state with { IsSending = true, SentSinceStart = 4 } : Sent();
            _copies = poll == 0 ? 4 : 5;
        });

        Assert.Equal(LibrarySyncState.Completed, status.State);
        Assert.Equal(Peer, status.Peer);
        Assert.Equal(new LibrarySyncResult(TracksSynced: 2, TracksAlreadyKnown: 3, Missing: 0, TimeSpan.FromSeconds(4)), status.Result);
        Assert.Equal([new(3, 5, "Sending our catalogue, 0 tracks so far"), new(4, 5, "Sending our catalogue, 4 tracks so far")], _progress);
        await _grain.Received(1).ResyncAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task What_the_peer_sent_when_it_was_asked_counts_as_new()
    {
        _grain.PingAsync(Arg.Any<CancellationToken>()).Returns(_ =>
        {
            _copies = 5;
            return Pong;
        });

        var status = await RunAsync(_ => _state = Sent());

        Assert.Equal((2, 3), (status.Result!.TracksSynced, status.Result.TracksAlreadyKnown));
    }

    [Fact]
    public async Task Tracks_that_do_not_come_are_missed_for_half_a_minute_and_then_counted()
    {
        var status = await RunAsync(poll =>
        {
            _state = Sent();
            _copies = poll < 5 ? 3 : 4;
        });

        Assert.Equal(new LibrarySyncResult(TracksSynced: 1, TracksAlreadyKnown: 3, Missing: 1, TimeSpan.FromSeconds(42)), status.Result);
    }

    [Fact]
    public async Task As_long_as_the_peer_sends_what_is_known_more_is_expected()
    {
        var status = await RunAsync(poll =>
        {
            _state = Sent() with { ReceivedAt = poll < 100 ? _time.GetUtcNow() : _state.ReceivedAt };
            _copies = poll == 90 ? 5 : _copies;
        });

        Assert.Equal(new LibrarySyncResult(TracksSynced: 2, TracksAlreadyKnown: 3, Missing: 0, TimeSpan.FromSeconds(182)), status.Result);
    }

    [Fact]
    public async Task A_peer_that_sends_the_same_over_and_over_does_not_keep_the_sync_from_ending()
    {
        var status = await RunAsync(_ => _state = Sent() with { ReceivedAt = _time.GetUtcNow() });

        Assert.Equal(new LibrarySyncResult(TracksSynced: 0, TracksAlreadyKnown: 3, Missing: 2, TimeSpan.FromMinutes(10)), status.Result);
    }

    [Fact]
    public async Task While_our_tracks_are_being_sent_a_slow_peer_is_waited_for()
    {
        _copies = 5;
        var status = await RunAsync(poll => _state = poll < 1_000 ? _state with { IsSending = true } : Sent());

        Assert.Equal((LibrarySyncState.Completed, TimeSpan.FromSeconds(2_002)), (status.State, status.Result!.Duration));
    }

    [Fact]
    public async Task A_sending_that_does_not_end_is_not_watched_for_ever()
    {
        var status = await RunAsync(_ => _state = _state with { IsSending = true });

        Assert.Equal(LibrarySyncState.Failed, status.State);
        Assert.Contains("too long", status.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_does_not_take_our_tracks_is_an_error()
    {
        _copies = 5;
        var status = await RunAsync(_ => _state = _state with { SentSinceStart = 4 });

        Assert.Equal(LibrarySyncState.Failed, status.State);
        Assert.Equal("The peer took 4 of our tracks, and then no more. It gets the others when it answers again.", status.Failure);
    }

    [Fact]
    public async Task What_the_peer_had_before_it_was_sent_anew_is_not_taken_for_the_end()
    {
        _copies = 5;
        var status = await RunAsync(poll => _state = poll == 0 ? Sent() with { SentPosition = 0 } : Sent() with { SentPosition = 7 });

        Assert.Equal((LibrarySyncState.Completed, TimeSpan.FromSeconds(4)), (status.State, status.Result!.Duration));
    }

    [Fact]
    public async Task A_node_without_tracks_has_nothing_to_send()
    {
        _catalogue.CountAsync(Arg.Any<CancellationToken>()).Returns(new CatalogueCounts(0, 0, 0, 0));

        var status = await RunAsync(_ => _copies = 5);

        Assert.Equal(LibrarySyncState.Completed, status.State);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_is_an_error_and_nothing_is_begun()
    {
        _grain.PingAsync(Arg.Any<CancellationToken>()).Returns(new PingResult(PeerReply.TimedOut, null, null, null));

        var status = await RunAsync();

        Assert.Equal((LibrarySyncState.Failed, "The peer did not answer: it did not answer in time"), (status.State, status.Failure));
        await _grain.DidNotReceive().ResyncAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_peer_that_is_blocked_meanwhile_is_not_synced_any_further()
    {
        var status = await RunAsync(_ => _blocks.IsBlockedAsync(Peer, Arg.Any<CancellationToken>()).Returns(true));

        Assert.Equal((LibrarySyncState.Failed, "The peer was blocked."), (status.State, status.Failure));
    }

    [Fact]
    public async Task A_store_that_fails_ends_the_sync_and_its_text_stays_in_the_log()
    {
        var status = await RunAsync(_ =>
            _catalogue.CountCopiesAsync(Peer, Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.Busy, "secret path")));

        Assert.Equal((LibrarySyncState.Failed, "The node failed; its log says why."), (status.State, status.Failure));
    }

    [Fact]
    public async Task A_grain_that_does_not_answer_ends_the_sync()
    {
        _grain.PingAsync(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource<PingResult>().Task);

        Assert.Equal(LibrarySyncState.Failed, (await RunAsync(step: LibrarySyncPace.Call)).State);
    }

    [Fact]
    public async Task A_peer_that_is_not_known_or_blocked_is_refused()
    {
        Assert.Equal(LibrarySyncStart.UnknownPeer, await _sync.StartAsync(NodeId.Parse(new string('c', 64)), Cancellation));

        _blocks.IsBlockedAsync(Peer, Arg.Any<CancellationToken>()).Returns(true);
        Assert.Equal(LibrarySyncStart.Blocked, await _sync.StartAsync(Peer, Cancellation));
        Assert.Equal(LibrarySyncStatus.Idle, _sync.Status);
    }

    [Fact]
    public async Task Of_many_that_begin_at_once_one_runs_and_when_it_has_ended_another_may()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _sync.StartAsync(Peer, Cancellation), Cancellation)));

        Assert.Equal(19, starts.Count(start => start == LibrarySyncStart.Busy));
        await EndAsync(_ => (_state, _copies) = (Sent(), 5), LibrarySyncPace.Poll);
        Assert.Equal(LibrarySyncState.Completed, (await RunAsync(_ => _state = Sent())).State);
    }

    [Fact]
    public async Task What_ended_is_dismissed_and_what_runs_is_not()
    {
        var status = await RunAsync(_ =>
        {
            _sync.Dismiss();
            Assert.Equal(LibrarySyncState.Running, _sync.Status.State);
            (_state, _copies) = (Sent(), 5);
        });
        Assert.Equal(LibrarySyncState.Completed, status.State);

        _sync.Dismiss();
        Assert.Equal(LibrarySyncStatus.Idle, _sync.Status);
    }

    [Fact]
    public async Task When_the_node_stops_the_sync_ends_and_no_other_begins()
    {
        Assert.Equal(LibrarySyncStart.Started, await _sync.StartAsync(Peer, Cancellation));

        await _sync.StoppingAsync(Cancellation);

        Assert.Equal(LibrarySyncStatus.Idle, _sync.Status);
        await Assert.ThrowsAsync<OperationCanceledException>(() => _sync.StartAsync(Peer, Cancellation));
    }

    private PeerSync Sent() => _state with { IsSending = false, SentSinceStart = 9, SentAt = _sentAt ??= _time.GetUtcNow() };

    private DateTimeOffset? _sentAt;

    private async Task<LibrarySyncStatus> RunAsync(Action<int>? poll = null, TimeSpan? step = null)
    {
        _sentAt = null;
        Assert.Equal(LibrarySyncStart.Started, await _sync.StartAsync(Peer, Cancellation));
        return await EndAsync(poll, step ?? LibrarySyncPace.Poll);
    }

    private async Task<LibrarySyncStatus> EndAsync(Action<int>? poll, TimeSpan step)
    {
        for (var number = 0; ; number++)
        {
            await Waiting.UntilAsync(() => _sync.Status is not { State: LibrarySyncState.Running } || _time.HasTimerIn(step), Cancellation, _time.ToString);
            if (_sync.Status is not { State: LibrarySyncState.Running } status)
            {
                return _sync.Status!;
            }

            _progress.Add(status.Progress!);
            poll?.Invoke(number);
            _time.Advance(step);
        }
    }
}
