using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <content>Who holds many tracks at once.</content>
internal sealed partial class PostgresCatalogue
{
    private const string FindHoldersSql = """
        SELECT t.hash, t.id, t.is_local, ARRAY(SELECT node FROM copies WHERE hash = t.hash ORDER BY announced_at, copies.id LIMIT @limit)
        FROM tracks t WHERE t.hash = ANY (@hashes)
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<BlobHash, TrackHolders>> FindHoldersAsync(
        IReadOnlyCollection<BlobHash> hashes, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        byte[][] named = [.. hashes.Select(hash => hash.ToArray())];
        var found = await database.ListAsync<(byte[] Hash, Guid Id, bool IsLocal, byte[][] Nodes), (BlobHash Hash, TrackHolders Holders)>(
            FindHoldersSql,
            new { hashes = named, limit },
            row => (new BlobHash(row.Hash), new TrackHolders(row.Id, row.IsLocal, [.. row.Nodes.Select(node => new NodeId(node))])),
            cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(track => track.Hash, track => track.Holders);
    }
}
