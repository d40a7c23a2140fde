using SoundTime.Storage.Peers;

namespace SoundTime.Api;

/// <summary>Reads all peers, which are <see cref="IPeerStore.MaxPeers"/> at most.</summary>
internal static class PeerList
{
    private const int PageSize = 1_000;

    /// <summary>In the order of their ids, without the blocked ones.</summary>
    public static async Task<IReadOnlyList<PeerRecord>> ReadAsync(IPeerStore peers, CancellationToken cancellationToken)
    {
        var all = new List<PeerRecord>();
        IReadOnlyList<PeerRecord> page;
        do
        {
            page = await peers.ListAsync(all.Count == 0 ? null : all[^1].Id, PageSize, cancellationToken);
            all.AddRange(page);
        }
        while (page.Count == PageSize);
        return all;
    }
}
