using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Where peers are dialled: where they were seen last, and where the admin says they are.</summary>
internal sealed class PeerAddresses(IPeerStore peers)
{
    /// <summary>The address of a peer; its id alone where nothing is known.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public async Task<NodeAddress> FindAsync(NodeId id, CancellationToken cancellationToken) =>
        await peers.FindAsync(id, cancellationToken) is { } peer
            ? PeerPlaces.Read(id, peer.LastAddress is { } last ? peer.Hosts.Prepend(last) : peer.Hosts)
            : new NodeAddress(id);
}
