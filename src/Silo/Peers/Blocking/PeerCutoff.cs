using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Ends contact with peers that were blocked, and begins it again with those that are not any more.</summary>
internal sealed class PeerCutoff(PeerSessions sessions, PeerConnections connections, IPeerStore peers, PeerNotices notices)
{
    /// <summary>The peers that connections are open to, by either side.</summary>
    public IReadOnlySet<NodeId> FindConnected() => sessions.ListPeers().Concat(connections.ListPeers()).ToHashSet();

    /// <summary>Closes all connections with these peers, and has their grains end what runs. They must be on the list already, so that no new one is opened.</summary>
    public async Task CutAsync(IReadOnlyCollection<NodeId> blocked, CancellationToken cancellationToken)
    {
        foreach (var peer in blocked)
        {
            await sessions.CloseAsync(peer, PeerCloseCodes.Blocked, PeerCloseCodes.BlockedReason);
            await connections.CloseAsync(peer, PeerCloseCodes.Blocked, PeerCloseCodes.BlockedReason);
        }

        foreach (var peer in (await peers.FindAsync(blocked, cancellationToken)).Keys)
        {
            await notices.TellAsync(peer, (grain, token) => grain.BlockedAsync(token), cancellationToken);
        }
    }

    /// <summary>Waits until no message of a peer that was cut off is being handled any more.</summary>
    public Task WhenEndedAsync(NodeId peer, CancellationToken cancellationToken) => sessions.WhenEndedAsync(peer, cancellationToken);

    /// <summary>Has contact with a known peer go on. Others come by themselves, or when they are named again.</summary>
    public Task ResumeAsync(NodeId peer, CancellationToken cancellationToken) =>
        notices.TellAsync(peer, (grain, token) => grain.WakeAsync(token), cancellationToken);
}
