using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>What the admin does with peers. Not there where P2P is off.</summary>
public interface IPeerAdministration
{
    /// <summary>Makes a peer known for good, and asks it: within 20 seconds.</summary>
    /// <param name="address"><c>id</c>, <c>id@place[,place…]</c>, or a ticket.</param>
    /// <param name="cancellationToken">Gives up the asking; the peer may be known then.</param>
    /// <exception cref="AddPeerException">It is not known now; the reason says why.</exception>
    Task<AddedPeer> AddAsync(string address, CancellationToken cancellationToken);

    /// <summary>Asks a peer now, within 20 seconds, and keeps what comes of it.</summary>
    Task<PeerPing> PingAsync(NodeId peer, CancellationToken cancellationToken);

    /// <summary>Forgets a peer and all that it announced; nothing happens where it is not known. It may come back by itself.</summary>
    Task RemoveAsync(NodeId peer, CancellationToken cancellationToken);
}
