using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>The network: peers that were made by the test, and nobody else.</summary>
internal sealed class TestLink(TestNode node) : IPeerLink
{
    private static readonly PingResult Nobody = new(PeerReply.Unreachable, null, null, "Nobody is there.");

    private readonly Lock _gate = new();
    private int _pings;

    public NodeId Self { get; set; } = TestNode.IdOf(0);

    /// <summary>Most Pings that were under way at once.</summary>
    public int MostPings { get; private set; }

    public async Task<PingResult> PingAsync(NodeId peer, CancellationToken cancellationToken)
    {
        node.Work.Enqueue($"ping {peer.ShortText}");
        lock (_gate)
        {
            MostPings = Math.Max(MostPings, ++_pings);
        }

        try
        {
            return node.Peers.TryGetValue(peer, out var there) ? await there.PingAsync(cancellationToken) : Nobody;
        }
        finally
        {
            lock (_gate)
            {
                _pings--;
            }
        }
    }

    public Task<SentChanges> SendChangesAsync(NodeId peer, long after, ChangeMessage message, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        node.Work.Enqueue($"send {peer.ShortText}");
        return node.Peers[peer].SendChangesAsync(after, message, since, cancellationToken);
    }

    public Task<SentFilter> SendFilterAsync(NodeId peer, long known, CancellationToken cancellationToken) =>
        node.Peers[peer].SendFilterAsync(known, cancellationToken);

    public Task<PeerReply> RequestCatalogueAsync(NodeId peer, CancellationToken cancellationToken)
    {
        node.Work.Enqueue($"request {peer.ShortText}");
        return Task.FromResult(node.Peers[peer].RequestCatalogue());
    }

    public Task<ExchangedPeers> ExchangePeersAsync(NodeId peer, CancellationToken cancellationToken)
    {
        node.Work.Enqueue($"exchange {peer.ShortText}");
        return Task.FromResult(
            node.Peers.TryGetValue(peer, out var there) ? there.ExchangePeers() : new ExchangedPeers(PeerReply.Unreachable, [], "Nobody is there."));
    }
}
