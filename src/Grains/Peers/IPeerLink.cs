using SoundTime.Wire;

namespace SoundTime.Grains.Peers;

/// <summary>
/// What grains have the node do on the network. Each call ends within its own time limits, and answers what came of it instead of throwing;
/// tracks themselves never come near a grain.
/// </summary>
public interface IPeerLink
{
    /// <summary>This node.</summary>
    NodeId Self { get; }

    /// <summary>Asks whether a peer is there; ends within 15 seconds.</summary>
    Task<PingResult> PingAsync(NodeId peer, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a peer the next changes of our tracks after <paramref name="after"/>, at most one page, in the order of the changes; three tries.
    /// </summary>
    /// <param name="peer">To whom.</param>
    /// <param name="after">Up to which change the peer has processed ours.</param>
    /// <param name="message">In which messages.</param>
    /// <param name="since">When the peer last had all of ours, which a CatalogDelta says; null: never.</param>
    /// <param name="cancellationToken">Stops at once; what was being sent counts as not processed.</param>
    Task<SentChanges> SendChangesAsync(NodeId peer, long after, ChangeMessage message, DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a peer the filter of our own tracks, unless it is the one of version <paramref name="known"/> (0: none), or there is none yet: then nothing is
    /// sent, and the answer is <see cref="PeerReply.Done"/> at once. <see cref="PeerReply.NotAsked"/> where too many are being sent at the moment.
    /// </summary>
    Task<SentFilter> SendFilterAsync(NodeId peer, long known, CancellationToken cancellationToken);

    /// <summary>Asks a peer for its whole catalogue, which then comes on a connection of its own.</summary>
    Task<PeerReply> RequestCatalogueAsync(NodeId peer, CancellationToken cancellationToken);

    /// <summary>Tells a peer whom we know, and asks whom it knows.</summary>
    Task<ExchangedPeers> ExchangePeersAsync(NodeId peer, CancellationToken cancellationToken);
}
