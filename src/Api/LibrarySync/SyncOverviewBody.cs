namespace SoundTime.Api;

/// <summary>How far the catalogues of all peers have come (protocol sheet, sections 7.5 and 9.4).</summary>
internal sealed record SyncOverviewBody(
    long LocalTrackCount, int TotalPeers, int SyncedPeers, int PartialPeers, int NotSyncedPeers, IReadOnlyList<SyncPeerBody> Peers)
{
    /// <summary>Counts the peers by their state.</summary>
    public static SyncOverviewBody Of(long localTrackCount, IReadOnlyList<SyncPeerBody> peers) => new(
        localTrackCount,
        peers.Count,
        peers.Count(peer => peer.SyncState == SyncPeerBody.Synced),
        peers.Count(peer => peer.SyncState == SyncPeerBody.Partial),
        peers.Count(peer => peer.SyncState == SyncPeerBody.NotSynced),
        peers);
}
