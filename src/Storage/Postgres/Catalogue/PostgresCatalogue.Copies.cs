using Dapper;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Who holds what.</content>
internal sealed partial class PostgresCatalogue
{
    private const string ListCopiesSql = """
        SELECT id AS Id, hash AS Hash, node AS Node, format AS Format, file_size AS FileSize, bitrate AS Bitrate,
               sample_rate AS SampleRate, announced_at AS AnnouncedAt
        FROM (
            SELECT c.* FROM copies c LEFT JOIN peers p ON p.node = c.node WHERE c.hash = @hash
            ORDER BY p.is_online IS TRUE DESC, c.announced_at, c.id LIMIT @limit) listed
        ORDER BY announced_at, id
        """;

    private const string RemoveCopiesSql = """
        DELETE FROM copies WHERE node = @node AND hash = ANY (ARRAY(SELECT hash FROM copies WHERE node = @node ORDER BY hash LIMIT @limit)) RETURNING hash
        """;

    private const string RemoveCopySql = "DELETE FROM copies WHERE node = @node AND hash = @hash";

    private const string CountCopiesSql = "SELECT node, copies FROM copies_of_peers WHERE copies > 0";

    private const string CountCopiesOfPeerSql = "SELECT copies FROM copies_of_peers WHERE node = @node";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Copy>> ListCopiesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        database.ListAsync<PostgresCopyRow, Copy>(ListCopiesSql, new { hash = hash.ToArray(), limit = limits.MaxCopiesListed }, row => row.ToCopy(), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveCopyAsync(NodeId peer, BlobHash hash, CancellationToken cancellationToken)
    {
        var parameters = new { node = peer.ToArray(), hash = hash.ToArray() };
        return database.WriteAsync(
            async (db, _, cancel) =>
            {
                if (await db.ExecuteAsync(Command(RemoveCopySql, parameters, cancel)).ConfigureAwait(false) == 0)
                {
                    return false;
                }

                await ReleaseTracksAsync(db, [parameters.hash], cancel).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> RemoveCopiesAsync(NodeId peer, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var parameters = new { node = peer.ToArray(), limit };
        return database.WriteAsync(
            async (db, _, cancel) =>
            {
                var hashes = (await db.QueryAsync<byte[]>(Command(RemoveCopiesSql, parameters, cancel)).ConfigureAwait(false)).ToArray();
                await ReleaseTracksAsync(db, hashes, cancel).ConfigureAwait(false);
                return hashes.Length;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountCopiesAsync(NodeId peer, CancellationToken cancellationToken) =>
        database.FindAsync<long>(CountCopiesOfPeerSql, new { node = peer.ToArray() }, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<NodeId, long>> CountCopiesAsync(CancellationToken cancellationToken)
    {
        var counts = await database.ListAsync<(byte[] Node, long Copies), (NodeId Peer, long Copies)>(
            CountCopiesSql, null, row => (new NodeId(row.Node), row.Copies), cancellationToken).ConfigureAwait(false);
        return counts.ToDictionary(count => count.Peer, count => count.Copies);
    }
}
