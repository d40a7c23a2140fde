using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class ClientTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _gate = new();
    private readonly TestPeer _peer;
    private PeerNode? _node;

    public ClientTests() => _peer = new TestPeer(async (_, _, message) =>
    {
        if (message is FetchTrack)
        {
            await _gate.Task;
        }
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        await Node.LearnAsync(_peer);
    }

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task Requests_at_once_share_one_connection_and_pushes_have_another()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Node.Client.PingAsync(_peer.Id, Cancellation)));
        Assert.Single(_peer.Accepted);

        await Node.Client.SendAsync(_peer.Id, Frame.Encode(new CatalogSync([])), Cancellation);
        Assert.Equal(2, _peer.Accepted.Count);
    }

    [Fact]
    public async Task Tracks_have_a_connection_each_up_to_a_cap_and_an_idle_one_is_used_again()
    {
        var fetching = new List<Task<PeerAnswer>>();
        for (var i = 0; i <= PeerConnections.MaxFetchConnections; i++)
        {
            fetching.Add(Node.Client.FetchTrackAsync(_peer.Id, Music.HashOf([(byte)i]), Cancellation));
            await _peer.NextAsync<FetchTrack>();
            Assert.Equal(Math.Min(i + 1, PeerConnections.MaxFetchConnections), _peer.Accepted.Count);
        }

        _gate.SetResult();
        foreach (var fetch in fetching)
        {
            await Assert.ThrowsAsync<PeerRequestException>(() => fetch);
        }

        await Assert.ThrowsAsync<PeerRequestException>(() => Node.Client.FetchTrackAsync(_peer.Id, Music.HashOf([1]), Cancellation));
        Assert.Equal(PeerConnections.MaxFetchConnections, _peer.Accepted.Count);
    }

    [Fact]
    public async Task A_connection_that_died_is_noticed_before_it_is_used_and_dialled_anew()
    {
        await Node.Client.PingAsync(_peer.Id, Cancellation);
        Assert.True(_peer.Accepted.TryPeek(out var connection));
        await connection.CloseAsync(0, "");
        await Node.WhenLoggedAsync($"A connection to node {_peer.Id.ShortText} has ended");

        using var lease = await Node.Service<PeerConnections>().RentAsync(_peer.Id, ConnectionPurpose.Request, Cancellation);

        Assert.True(lease.IsNew);
        Assert.False(lease.Connection.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_dies_while_it_is_used_is_dialled_anew_without_a_failure()
    {
        await Node.Client.PingAsync(_peer.Id, Cancellation);
        Assert.True(_peer.Accepted.TryPeek(out var connection));
        _ = connection.CloseAsync(0, "");

        await Node.Client.PingAsync(_peer.Id, Cancellation);

        Assert.Equal(2, _peer.Accepted.Count);
    }

    [Fact]
    public async Task A_connection_that_nobody_uses_is_closed_after_a_while()
    {
        await Node.Client.PingAsync(_peer.Id, Cancellation);
        Assert.True(_peer.Accepted.TryPeek(out var connection));

        var close = await Node.MoveClockUntilAsync(connection.Closed);

        Assert.Equal((CloseCause.ClosedByPeer, PeerCloseCodes.Idle), (close.Cause, close.Code));
    }

    [Fact]
    public async Task A_peer_that_accepts_and_stays_silent_costs_ten_seconds_and_no_more()
    {
        await Node.Client.PingAsync(_peer.Id, Cancellation);
        var asking = Assert.ThrowsAsync<PeerRequestException>(() => Node.Client.FetchTrackAsync(_peer.Id, Music.HashOf([1]), Cancellation));
        await _peer.NextAsync<FetchTrack>();

        Node.Time.Advance(PeerClient.AnswerLimit);

        Assert.Equal(PeerRequestFailure.TimedOut, (await asking).Reason);
    }

    [Fact]
    public async Task A_peer_that_blocks_this_node_is_known_by_its_code()
    {
        await Node.Client.PingAsync(_peer.Id, Cancellation);
        var asking = Assert.ThrowsAsync<PeerRequestException>(() => Node.Client.FetchTrackAsync(_peer.Id, Music.HashOf([1]), Cancellation));
        await _peer.NextAsync<FetchTrack>();

        await _peer.Accepted.Last().CloseAsync(PeerCloseCodes.Blocked, "blocked");

        Assert.Equal(PeerRequestFailure.BlockedThere, (await asking).Reason);
    }

    [Fact]
    public async Task A_peer_without_an_address_is_unreachable_at_once()
    {
        var unknown = NodeId.Parse(new string('b', 64));

        var failure = await Assert.ThrowsAsync<PeerRequestException>(() => Node.Client.PingAsync(unknown, Cancellation));

        Assert.Equal((PeerRequestFailure.Unreachable, unknown), (failure.Reason, failure.Peer));
        Assert.StartsWith("No address of node bbbbbbbbbb is known.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_is_dialled_where_it_was_seen_and_where_the_admin_says_it_is()
    {
        var id = NodeId.Parse(new string('b', 64));
        await Node.LearnAsync(new PeerRecord
        {
            Id = id,
            AddedAt = Node.Time.GetUtcNow(),
            LastAddress = "127.0.0.1:11204",
            Hosts = ["node.example.org:1", "127.0.0.1:11204", "no place"],
        });

        var address = await Node.Service<PeerAddresses>().FindAsync(id, Cancellation);

        Assert.Equal($"{id}@127.0.0.1:11204,node.example.org:1", address.ToString());
    }
}
