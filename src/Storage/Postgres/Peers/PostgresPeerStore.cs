using Dapper;
using Npgsql;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>The other nodes, in a PostgreSQL database. Times are kept to the microsecond.</summary>
internal sealed class PostgresPeerStore(PostgresDatabase database, StoreLimits limits) : IPeerStore
{
    private const string Columns = """
        SELECT node AS Node, trust AS Trust, version AS Version, track_count AS TrackCount, is_online AS IsOnline, added_at AS AddedAt,
               last_seen AS LastSeen, last_address AS LastAddress, hosts AS Hosts, failed_deliveries AS FailedDeliveries,
               delivery_rate AS DeliveryRate, delivered_at AS DeliveredAt
        FROM peers
        """;

    private const string NotBlocked = "NOT EXISTS (SELECT FROM blocked_domains WHERE domain = encode(peers.node, 'hex'))";

    private const string FindSql = $"{Columns} WHERE node = @node";

    private const string FindManySql = $"{Columns} WHERE node = ANY (@nodes)";

    private const string ListSql = $"{Columns} WHERE node > @after AND {NotBlocked} ORDER BY node LIMIT @limit";

    private const string ListOnlineSql = $"SELECT node FROM peers WHERE is_online AND {NotBlocked} ORDER BY node";

    private const string ListOnlineOfRangeSql = $"SELECT node FROM peers WHERE is_online AND node BETWEEN @first AND @last AND {NotBlocked} ORDER BY node";

    /// <summary>Filters themselves lie elsewhere (TOAST), so that nothing of them is read.</summary>
    private const string ListFiltersSql = """
        SELECT node, received_at FROM peer_filters WHERE node BETWEEN @first AND @last
           AND NOT EXISTS (SELECT FROM blocked_domains WHERE domain = encode(peer_filters.node, 'hex')) ORDER BY node
        """;

    private const string CountSql = $"SELECT count(*)::integer AS Known, (count(*) FILTER (WHERE is_online))::integer AS Online FROM peers WHERE {NotBlocked}";

    private const string UpdateSql = """
        UPDATE peers SET
            trust = @Trust, version = @Version, track_count = @TrackCount, is_online = @IsOnline, added_at = @AddedAt, last_seen = @LastSeen,
            last_address = @LastAddress, hosts = @Hosts, failed_deliveries = @FailedDeliveries,
            delivery_rate = @DeliveryRate, delivered_at = @DeliveredAt
        WHERE node = @Node
        """;

    /// <summary>New peers are added one after the other, so that they never become too many; known ones are saved meanwhile.</summary>
    private const string LockSql = "LOCK TABLE peers IN SHARE UPDATE EXCLUSIVE MODE";

    private const string CountAllSql = "SELECT count(*) FROM peers";

    /// <summary>Nobody goes where all are online or named by the admin. One that is being saved at this moment stays too.</summary>
    private const string ForgetOneSql = """
        DELETE FROM peers WHERE node = (
            SELECT node FROM peers WHERE trust = 0 AND NOT is_online ORDER BY coalesce(last_seen, added_at) LIMIT 1 FOR UPDATE SKIP LOCKED)
        """;

    private const string AddSql = """
        INSERT INTO peers (node, trust, version, track_count, is_online, added_at, last_seen, last_address, hosts, failed_deliveries,
                           delivery_rate, delivered_at)
        VALUES (@Node, @Trust, @Version, @TrackCount, @IsOnline, @AddedAt, @LastSeen, @LastAddress, @Hosts, @FailedDeliveries,
                @DeliveryRate, @DeliveredAt)
        """;

    private const string RemoveSql = "DELETE FROM peers WHERE node = @node";

    private const string FindFilterSql = """
        SELECT bitmap AS Bitmap, num_hashes AS NumHashes, keys AS Keys, item_count AS ItemCount, received_at AS ReceivedAt
        FROM peer_filters WHERE node = @node
        """;

    /// <summary>The peer is held, so that it does not go before its filter is there.</summary>
    private const string SaveFilterSql = """
        INSERT INTO peer_filters (node, bitmap, num_hashes, keys, item_count, received_at)
        SELECT node, @bitmap, @numHashes, @keys, @itemCount, @receivedAt FROM peers WHERE node = @node FOR KEY SHARE
        ON CONFLICT (node) DO UPDATE SET
            bitmap = excluded.bitmap, num_hashes = excluded.num_hashes, keys = excluded.keys, item_count = excluded.item_count,
            received_at = excluded.received_at
        """;

    /// <inheritdoc/>
    public async Task<PeerRecord?> FindAsync(NodeId id, CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresPeerRow>(FindSql, new { node = id.ToArray() }, cancellationToken).ConfigureAwait(false))?.ToPeer();

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<NodeId, PeerRecord>> FindAsync(IReadOnlyCollection<NodeId> ids, CancellationToken cancellationToken)
    {
        byte[][] nodes = [.. ids.Select(id => id.ToArray())];
        var found = await database.ListAsync<PostgresPeerRow, PeerRecord>(FindManySql, new { nodes }, row => row.ToPeer(), cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(peer => peer.Id);
    }

    /// <inheritdoc/>
    public Task<bool> SaveAsync(PeerRecord peer, CancellationToken cancellationToken)
    {
        var row = PostgresPeerRow.From(peer);
        return database.WriteAsync(
            async (db, _, cancel) => await UpdateAsync(db, row, cancel).ConfigureAwait(false) || await AddAsync(db, row, cancel).ConfigureAwait(false),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(NodeId id, CancellationToken cancellationToken) =>
        await database.ChangeAsync(RemoveSql, new { node = id.ToArray() }, cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerRecord>> ListAsync(NodeId? after, int limit, CancellationToken cancellationToken) =>
        database.ListAsync<PostgresPeerRow, PeerRecord>(ListSql, new { after = after?.ToArray() ?? [], limit }, row => row.ToPeer(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeId>> ListOnlineAsync(CancellationToken cancellationToken) =>
        database.ListAsync<byte[], NodeId>(ListOnlineSql, null, node => new NodeId(node), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeId>> ListOnlineAsync(NodeId first, NodeId last, CancellationToken cancellationToken) =>
        database.ListAsync<byte[], NodeId>(
            ListOnlineOfRangeSql, new { first = first.ToArray(), last = last.ToArray() }, node => new NodeId(node), cancellationToken);

    /// <inheritdoc/>
    public async Task<PeerCounts> CountAsync(CancellationToken cancellationToken)
    {
        var (known, online) = await database.FindAsync<(int Known, int Online)>(CountSql, null, cancellationToken).ConfigureAwait(false);
        return new PeerCounts(known, online);
    }

    /// <inheritdoc/>
    public Task SaveFilterAsync(NodeId id, PeerFilter filter, CancellationToken cancellationToken)
    {
        var row = PostgresPeerFilterRow.From(filter);
        var parameters = new
        {
            node = id.ToArray(),
            bitmap = row.Bitmap,
            numHashes = row.NumHashes,
            keys = row.Keys,
            itemCount = row.ItemCount,
            receivedAt = row.ReceivedAt,
        };
        return database.ChangeAsync(SaveFilterSql, parameters, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PeerFilter?> FindFilterAsync(NodeId id, CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresPeerFilterRow>(FindFilterSql, new { node = id.ToArray() }, cancellationToken).ConfigureAwait(false))?.ToFilter();

    /// <inheritdoc/>
    public Task<IReadOnlyList<FilterStamp>> ListFiltersAsync(NodeId first, NodeId last, CancellationToken cancellationToken) =>
        database.ListAsync<(byte[] Node, DateTime ReceivedAt), FilterStamp>(
            ListFiltersSql,
            new { first = first.ToArray(), last = last.ToArray() },
            row => new FilterStamp(new NodeId(row.Node), row.ReceivedAt),
            cancellationToken);

    private static async Task<bool> UpdateAsync(NpgsqlConnection db, PostgresPeerRow row, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Command(UpdateSql, row, cancellationToken)).ConfigureAwait(false) == 1;

    /// <summary>Answers false where there is no room and none can be made.</summary>
    private async Task<bool> AddAsync(NpgsqlConnection db, PostgresPeerRow row, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(Command(LockSql, null, cancellationToken)).ConfigureAwait(false);
        // While this waited for the lock, another may have added the peer.
        if (await UpdateAsync(db, row, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        var hasRoom = await db.ExecuteScalarAsync<long>(Command(CountAllSql, null, cancellationToken)).ConfigureAwait(false) < limits.MaxPeers
            || await db.ExecuteAsync(Command(ForgetOneSql, null, cancellationToken)).ConfigureAwait(false) == 1;
        return hasRoom && await db.ExecuteAsync(Command(AddSql, row, cancellationToken)).ConfigureAwait(false) == 1;
    }
}
