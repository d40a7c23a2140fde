using System.Collections.Concurrent;
using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A node with its grains, and a peer that sees what comes.</summary>
public sealed class SharingTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Message> _received = new();
    private readonly TestPeer _peer;
    private PeerNode? _node;

    public SharingTests() => _peer = new TestPeer((_, _, message) =>
    {
        _received.Enqueue(message);
        return Task.CompletedTask;
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = true });
        await Node.AddTrackAsync(Music.Bytes(1));
        await Node.AddTrackAsync(Music.Bytes(2));
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task A_seed_is_known_as_trusted_is_asked_and_gets_our_catalogue()
    {
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = true, Seeds = [_peer.Address] });
        await node.AddTrackAsync(Music.Bytes(3));

        await node.RunGrainsUntilAsync(_peer.NextAsync<CatalogSync>());

        await node.RunGrainsUntilAsync(async () => await node.Stores.Peers.FindAsync(_peer.Id, Cancellation) is { IsOnline: true });
        var known = (await node.Stores.Peers.FindAsync(_peer.Id, Cancellation))!;
        Assert.Equal((PeerTrust.Trusted, 7L, "0.1.0"), (known.Trust, known.TrackCount, known.Version));
    }

    [Fact]
    public async Task A_peer_that_connects_gets_our_whole_catalogue_once_and_a_ping_brings_it_nothing_more()
    {
        await using var connection = await BecomeCurrentAsync();
        _received.Clear();

        for (var i = 0; i < 3; i++)
        {
            await TestPeer.AskAsync(connection, Ping.Instance);
        }

        await ImportAsync(3);
        Assert.Equal(1, _received.Count(message => message is AnnounceTrack));
        Assert.DoesNotContain(_received, message => message is CatalogSync or CatalogDelta);
    }

    [Fact]
    public async Task A_request_for_the_catalogue_brings_all_of_it_each_time()
    {
        await using var connection = await BecomeCurrentAsync();
        for (var i = 0; i < 2; i++)
        {
            await TestPeer.SendAsync(connection, RequestCatalog.Instance);
            Assert.Equal(2, (await Node.RunGrainsUntilAsync(_peer.NextAsync<CatalogSync>())).Tracks.Count);
            await WhenCurrentAsync();
        }
    }

    [Fact]
    public async Task An_edit_reaches_a_peer_that_has_the_track()
    {
        await using var connection = await BecomeCurrentAsync();

        await ImportAsync(2, "Another title");

        Assert.Equal("Another title", Assert.Single(_received.OfType<AnnounceTrack>()).Track.Title);
    }

    [Fact]
    public async Task A_blocked_peer_is_sent_nothing_and_both_catalogues_start_anew_when_it_is_unblocked()
    {
        await using (await BecomeCurrentAsync())
        {
            var entry = await Node.BlockAsync(_peer.Id);
            _received.Clear();
            await Node.Service<ChangeNotifier>().ImportedAsync(await Node.AddTrackAsync(Music.Bytes(3)), Cancellation);
            await Node.GrainOf(_peer.Id).CatchUpAsync(Cancellation);
            Assert.Equal(PeerReply.BlockedHere, (await Node.RunGrainsUntilAsync(Node.GrainOf(_peer.Id).PingAsync(Cancellation))).Reply);
            Assert.Empty(_received);

            await Node.Blocking.UnblockAsync(entry.Id, Cancellation);
        }

        Assert.Equal(3, (await Node.RunGrainsUntilAsync(_peer.NextAsync<CatalogSync>())).Tracks.Count);
        await Node.RunGrainsUntilAsync(() => Task.FromResult(_received.Any(message => message is RequestCatalog)));
    }

    [Fact]
    public async Task Two_nodes_come_to_have_each_others_tracks()
    {
        await using var other = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = true, Seeds = [Node.Address] });
        await other.AddTrackAsync(Music.Bytes(5));

        await Node.UntilAsync(async () =>
        {
            Node.Time.Advance(TimeSpan.Zero);
            other.Time.Advance(TimeSpan.Zero);
            return (await other.Catalogue.CountAsync(Cancellation)).RemoteTracks == 2
                && (await Node.Catalogue.CountAsync(Cancellation)).RemoteTracks == 1;
        });

        Assert.Equal(2, await other.Catalogue.CountCopiesAsync(Node.Endpoint.Id, Cancellation));
        Assert.Equal(1, await Node.Catalogue.CountCopiesAsync(other.Endpoint.Id, Cancellation));
    }

    /// <summary>Connects the peer, and waits until it has our catalogue and the node knows that.</summary>
    private async Task<IrohConnection> BecomeCurrentAsync()
    {
        var connection = await _peer.ConnectAsync(Node.Address);
        await TestPeer.AskAsync(connection, Ping.Instance);
        await Node.RunGrainsUntilAsync(_peer.NextAsync<CatalogSync>());
        await WhenCurrentAsync();
        return connection;
    }

    private Task WhenCurrentAsync() => Node.RunGrainsUntilAsync(async () =>
        (await Node.GrainOf(_peer.Id).DescribeSyncAsync(Cancellation)) is { SentAt: not null, IsSending: false, SentPosition: var position }
        && position == await Node.Catalogue.FindLastChangeAsync(Cancellation));

    /// <summary>Imports a track as this process does, and waits until the peer was told.</summary>
    private async Task ImportAsync(int seed, string? title = null)
    {
        await Node.Service<ChangeNotifier>().ImportedAsync(await Node.AddTrackAsync(Music.Bytes(seed), title), Cancellation);
        await Node.RunGrainsUntilAsync(_peer.NextAsync<AnnounceTrack>());
    }
}
