using Dapper;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <content>Who holds what.</content>
internal sealed partial class PostgresCatalogue
{
    private const string ListCopiesSql = """
        SELECT id AS Id, hash AS Hash, node AS Node, format AS Format, file_size AS FileSize, bitrate AS Bitrate,
               sample_rate AS SampleRate, announced_at AS AnnouncedAt
        FROM copies WHERE hash = @hash ORDER BY announced_at, id
        """;

    private const string RemoveCopiesSql = """
        DELETE FROM copies WHERE node = @node AND hash = ANY (ARRAY(SELECT hash FROM copies WHERE node = @node ORDER BY hash LIMIT @limit)) RETURNING hash
        """;

    private const string RemoveCopySql = "DELETE FROM copies WHERE node = @node AND hash = @hash";

    private const string CountCopiesSql = "SELECT node, copies FROM copies_of_peers WHERE copies > 0";

    private const string CountCopiesOfPeerSql = "SELECT copies FROM copies_of_peers WHERE node = @node";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Copy>> ListCopiesAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        var parameters = new { hash = hash.ToArray() };
        return database.ReadAsync(
            (db, cancel) => ListAsync<PostgresCopyRow, Copy>(db, ListCopiesSql, parameters, row => row.ToCopy(), cancel), cancellationToken);
    }

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
    public Task<long> CountCopiesAsync(NodeId peer, CancellationToken cancellationToken)
    {
        var parameters = new { node = peer.ToArray() };
        return database.ReadAsync(
            (db, cancel) => db.QuerySingleOrDefaultAsync<long>(Command(CountCopiesOfPeerSql, parameters, cancel)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<NodeId, long>> CountCopiesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<NodeId, long>>(
            async (db, cancel) => (await db.QueryAsync<(byte[] Node, long Copies)>(Command(CountCopiesSql, null, cancel)).ConfigureAwait(false))
                .ToDictionary(row => new NodeId(row.Node), row => row.Copies),
            cancellationToken);
}
