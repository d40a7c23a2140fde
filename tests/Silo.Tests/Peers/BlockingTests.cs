using System.Net;
using System.Net.Sockets;
using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Blocking;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class BlockingTests : IAsyncLifetime
{
    private readonly TestPeer _peer = new();
    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        await Node.LearnAsync(_peer);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task When_a_peer_has_been_blocked_its_connections_are_closed_by_both_sides_and_its_grain_knows()
    {
        await using var inbound = await _peer.ConnectAsync(Node.Address);
        await TestPeer.AskAsync(inbound, Ping.Instance);
        await Node.Client.PingAsync(_peer.Id, Cancellation);
        var outbound = Assert.Single(_peer.Accepted);

        await Node.BlockAsync(_peer.Id);

        foreach (var connection in new[] { inbound, outbound })
        {
            var close = await connection.Closed.WaitAsync(Cancellation);
            Assert.Equal((CloseCause.ClosedByPeer, 1UL, "blocked"), (close.Cause, close.Code, close.Reason));
        }

        Assert.Equal(_peer.Id.ToString(), (await Node.Grains.NextAsync(nameof(IPeerGrain.BlockedAsync))).Grain);
    }

    [Fact]
    public async Task A_blocked_peer_that_connects_is_closed_with_code_1_before_it_is_heard()
    {
        await Node.BlockAsync(_peer.Id);

        await AssertClosedAsync(PeerCloseCodes.Blocked, "blocked");

        Assert.DoesNotContain(Node.Grains.All, call => call.Name == nameof(IPeerGrain.SeenAsync));
    }

    [Fact]
    public async Task While_the_list_cannot_be_read_nobody_is_let_in_and_nobody_is_told_to_be_blocked()
    {
        await Node.BreakBlockListAsync();

        await AssertClosedAsync(PeerCloseCodes.InternalError, "this node cannot read its block list");

        Assert.Contains(Node.Warnings, line => line.Contains($"Whether node {_peer.Id.ShortText} is blocked cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dial_that_is_under_way_when_its_peer_is_blocked_leads_to_nothing()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var place = (IPEndPoint)silent.Client.LocalEndPoint!;
        var key = Iroh.Identity.SecretKey.Generate();
        await Node.LearnAsync(new Storage.Peers.PeerRecord { Id = key.NodeId, AddedAt = Node.Time.GetUtcNow(), LastAddress = place.ToString() });
        var asking = Assert.ThrowsAsync<PeerRequestException>(() => Node.Client.PingAsync(key.NodeId, Cancellation));
        await silent.ReceiveAsync(Cancellation);

        await Node.BlockAsync(key.NodeId);
        silent.Close();
        await using var late = new TestPeer(endpoint: PeerNode.BindEndpoint(key: key, bindTo: place));

        Assert.Equal(PeerRequestFailure.BlockedHere, (await asking).Reason);
        Assert.Equal(0, late.Waiting);
    }

    [Fact]
    public async Task What_a_blocked_peer_had_announced_goes_and_what_others_have_stays()
    {
        await using var other = new TestPeer();
        await Node.LearnAsync(other, Music.HashOf([1]), 100);
        await using var connection = await _peer.ConnectAsync(Node.Address);
        await TestPeer.SendAsync(
            connection, new CatalogSync([.. Enumerable.Range(0, 2_500).Select(i => Music.Announcement(Music.HashOf(BitConverter.GetBytes(i)), 100))]));

        await Node.BlockAsync(_peer.Id);

        await WhenCopiesAreGoneAsync();
        Assert.Equal(1, (await Node.Catalogue.CountAsync(Cancellation)).RemoteTracks);
    }

    [Fact]
    public async Task A_peer_that_is_blocked_in_the_middle_of_its_catalogue_leaves_nothing_of_it()
    {
        await using var connection = await _peer.ConnectAsync(Node.Address);
        var entries = Enumerable.Range(0, 20_000).Select(i => Music.Announcement(Music.HashOf(BitConverter.GetBytes(i)), 100));
        var sending = Assert.ThrowsAnyAsync<IOException>(() => TestPeer.SendAsync(connection, new CatalogSync([.. entries])));
        await Node.UntilAsync(async () => await Node.Catalogue.CountCopiesAsync(_peer.Id, Cancellation) > 0);

        await Node.BlockAsync(_peer.Id);

        await sending;
        await WhenCopiesAreGoneAsync();
    }

    [Fact]
    public async Task A_peer_that_another_process_blocked_is_cut_off_within_ten_seconds()
    {
        await using var connection = await _peer.ConnectAsync(Node.Address);
        await TestPeer.SendAsync(connection, new AnnounceTrack(Music.Announcement(Music.HashOf([1]), 1)));

        await Node.Stores.Blocks.AddAsync(new BlockRequest(_peer.Id.ToString(), "by another"), Cancellation);

        Assert.Equal(PeerCloseCodes.Blocked, (await LookUntilAsync(connection.Closed)).Code);
        await WhenCopiesAreGoneAsync();
    }

    [Fact]
    public async Task What_was_not_done_before_a_restart_is_done_after_it()
    {
        using var folder = new Tests.Support.TemporaryFolder();
        await using (var before = await PeerNode.StartAsync(new PeerNodeSetup { DataFolder = folder.Path }))
        {
            await before.LearnAsync(_peer, Music.HashOf([1]), 1);
        }

        await using (var stores = await Storage.Sqlite.SqliteStores.OpenAsync(
            Path.Combine(folder.Path, "soundtime.db"), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Cancellation))
        {
            await stores.Blocks.AddAsync(new BlockRequest(_peer.Id.ToString(), null), Cancellation);
        }

        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { DataFolder = folder.Path });

        await Node.UntilAsync(async () => await node.Catalogue.CountCopiesAsync(_peer.Id, Cancellation) == 0);
        await using var connection = await _peer.ConnectAsync(node.Address);
        Assert.Equal(PeerCloseCodes.Blocked, (await connection.Closed.WaitAsync(Cancellation)).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_peer_that_is_unblocked_is_let_in_and_its_grain_goes_on(bool byThisProcess)
    {
        var entry = await Node.BlockAsync(_peer.Id);
        await Node.Grains.NextAsync(nameof(IPeerGrain.BlockedAsync));

        if (byThisProcess)
        {
            Assert.Equal(entry, await Node.Blocking.UnblockAsync(entry.Id, Cancellation));
        }
        else
        {
            await Node.Stores.Blocks.RemoveAsync(entry.Id, Cancellation);
        }

        var woken = Node.Grains.NextAsync(nameof(IPeerGrain.WakeAsync));
        Assert.Equal(_peer.Id.ToString(), (byThisProcess ? await woken : await LookUntilAsync(woken)).Grain);
        await using var connection = await _peer.ConnectAsync(Node.Address);
        Assert.IsType<Pong>(await TestPeer.AskAsync(connection, Ping.Instance));
    }

    [Fact]
    public async Task Names_and_ids_that_are_not_written_as_64_hex_digits_block_nobody()
    {
        await using var connection = await _peer.ConnectAsync(Node.Address);
        await TestPeer.AskAsync(connection, Ping.Instance);

        var added = await Node.Blocking.BlockAsync(
            [new BlockRequest("example.org", null), new BlockRequest(_peer.Id.ToString().ToUpperInvariant(), null), new BlockRequest($"p2p://{_peer.Id}", null)],
            Cancellation);

        Assert.Equal(3, added.Count);
        Assert.IsType<Pong>(await TestPeer.AskAsync(connection, Ping.Instance));
    }

    [Fact]
    public async Task An_entry_that_is_there_already_is_answered_with_nothing_and_an_unknown_one_too()
    {
        await Node.BlockAsync(_peer.Id);

        Assert.Null(await Node.Blocking.BlockAsync(new BlockRequest(_peer.Id.ToString(), null), Cancellation));
        Assert.Null(await Node.Blocking.UnblockAsync(Guid.NewGuid(), Cancellation));
    }

    private async Task AssertClosedAsync(ulong code, string reason)
    {
        await using var connection = await _peer.ConnectAsync(Node.Address);
        await Assert.ThrowsAnyAsync<IOException>(() => TestPeer.AskAsync(connection, Ping.Instance));
        var close = await connection.Closed.WaitAsync(Cancellation);
        Assert.Equal((CloseCause.ClosedByPeer, code, reason), (close.Cause, close.Code, close.Reason));
    }

    private Task WhenCopiesAreGoneAsync() => Node.UntilAsync(async () => await Node.Catalogue.CountCopiesAsync(_peer.Id, Cancellation) == 0);

    /// <summary>Lets the list be read again and again, until the task has ended.</summary>
    private async Task<T> LookUntilAsync<T>(Task<T> task)
    {
        await Node.UntilAsync(() =>
        {
            if (Node.Time.HasTimerIn(BlockEnforcer.Interval))
            {
                Node.Time.Advance(BlockEnforcer.Interval);
            }

            return task.IsCompleted;
        });
        return await task;
    }
}
