using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>The other nodes in an SQLite file.</summary>
internal sealed class SqlitePeerStore(SqliteDatabase database, StoreLimits limits) : IPeerStore
{
    private const string Columns = """
        SELECT node AS Node, trust AS Trust, version AS Version, track_count AS TrackCount, is_online AS IsOnline, added_at AS AddedAt,
               last_seen AS LastSeen, last_address AS LastAddress, hosts AS Hosts, failed_deliveries AS FailedDeliveries,
               delivery_rate AS DeliveryRate, delivered_at AS DeliveredAt
        FROM peers
        """;

    private const string NotBlocked = "NOT EXISTS (SELECT 1 FROM blocked_domains WHERE domain = lower(hex(peers.node)))";

    private const string FindSql = $"{Columns} WHERE node = @node";

    private const string FindManySql = $"{Columns} WHERE node IN (SELECT unhex(value) FROM json_each(@nodes))";

    private const string ListSql = $"{Columns} WHERE node > @after AND {NotBlocked} ORDER BY node LIMIT @limit";

    private const string ListOnlineSql = $"SELECT node FROM peers WHERE is_online = 1 AND {NotBlocked} ORDER BY node";

    private const string ListOnlineOfRangeSql =
        $"SELECT node FROM peers WHERE is_online = 1 AND node BETWEEN @first AND @last AND {NotBlocked} ORDER BY node";

    private const string ListFiltersSql = """
        SELECT node, received_at FROM peer_filters WHERE node BETWEEN @first AND @last
           AND NOT EXISTS (SELECT 1 FROM blocked_domains WHERE domain = lower(hex(peer_filters.node))) ORDER BY node
        """;

    private const string CountSql = $"SELECT count(*) AS Known, ifnull(sum(is_online), 0) AS Online FROM peers WHERE {NotBlocked}";

    private const string IsKnownSql = "SELECT EXISTS (SELECT 1 FROM peers WHERE node = @node)";

    private const string CountAllSql = "SELECT count(*) FROM peers";

    /// <summary>Nobody goes where all are online or named by the admin.</summary>
    private const string ForgetOneSql = """
        DELETE FROM peers WHERE node = (
            SELECT node FROM peers WHERE trust = 0 AND is_online = 0 ORDER BY ifnull(last_seen, added_at) LIMIT 1)
        """;

    private const string SaveSql = """
        INSERT INTO peers (node, trust, version, track_count, is_online, added_at, last_seen, last_address, hosts, failed_deliveries,
                           delivery_rate, delivered_at)
        VALUES (@Node, @Trust, @Version, @TrackCount, @IsOnline, @AddedAt, @LastSeen, @LastAddress, @Hosts, @FailedDeliveries,
                @DeliveryRate, @DeliveredAt)
        ON CONFLICT (node) DO UPDATE SET
            trust = excluded.trust, version = excluded.version, track_count = excluded.track_count, is_online = excluded.is_online,
            added_at = excluded.added_at, last_seen = excluded.last_seen, last_address = excluded.last_address, hosts = excluded.hosts,
            failed_deliveries = excluded.failed_deliveries, delivery_rate = excluded.delivery_rate, delivered_at = excluded.delivered_at
        """;

    private const string RemoveSql = "DELETE FROM peers WHERE node = @node";

    private const string FindFilterSql = """
        SELECT bitmap AS Bitmap, num_hashes AS NumHashes, keys AS Keys, item_count AS ItemCount, received_at AS ReceivedAt
        FROM peer_filters WHERE node = @node
        """;

    private const string SaveFilterSql = """
        INSERT INTO peer_filters (node, bitmap, num_hashes, keys, item_count, received_at)
        SELECT node, @bitmap, @numHashes, @keys, @itemCount, @receivedAt FROM peers WHERE node = @node
        ON CONFLICT (node) DO UPDATE SET
            bitmap = excluded.bitmap, num_hashes = excluded.num_hashes, keys = excluded.keys, item_count = excluded.item_count,
            received_at = excluded.received_at
        """;

    /// <inheritdoc/>
    public Task<PeerRecord?> FindAsync(NodeId id, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.QuerySingleOrDefault<PeerRow>(FindSql, new { node = id.ToArray() })?.ToPeer(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<NodeId, PeerRecord>> FindAsync(IReadOnlyCollection<NodeId> ids, CancellationToken cancellationToken)
    {
        var nodes = JsonSerializer.Serialize(ids.Select(id => id.ToString()));
        return database.ReadAsync<IReadOnlyDictionary<NodeId, PeerRecord>>(
            db => db.Query<PeerRow>(FindManySql, new { nodes }).Select(row => row.ToPeer()).ToDictionary(peer => peer.Id), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> SaveAsync(PeerRecord peer, CancellationToken cancellationToken)
    {
        var row = PeerRow.From(peer);
        return database.WriteAsync(db => HasRoom(db, row.Node) && db.Execute(SaveSql, row) == 1, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(NodeId id, CancellationToken cancellationToken) =>
        database.WriteAsync(db => db.Execute(RemoveSql, new { node = id.ToArray() }) == 1, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerRecord>> ListAsync(NodeId? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<PeerRecord>>(
            db => [.. db.Query<PeerRow>(ListSql, new { after = after?.ToArray() ?? [], limit }).Select(row => row.ToPeer())], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeId>> ListOnlineAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<NodeId>>(db => [.. db.Query<byte[]>(ListOnlineSql).Select(node => new NodeId(node))], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeId>> ListOnlineAsync(NodeId first, NodeId last, CancellationToken cancellationToken)
    {
        var range = new { first = first.ToArray(), last = last.ToArray() };
        return database.ReadAsync<IReadOnlyList<NodeId>>(
            db => [.. db.Query<byte[]>(ListOnlineOfRangeSql, range).Select(node => new NodeId(node))], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PeerCounts> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            db =>
            {
                var (known, online) = db.QuerySingle<(int Known, int Online)>(CountSql);
                return new PeerCounts(known, online);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task SaveFilterAsync(NodeId id, PeerFilter filter, CancellationToken cancellationToken)
    {
        var row = PeerFilterRow.From(filter);
        var parameters = new
        {
            node = id.ToArray(),
            bitmap = row.Bitmap,
            numHashes = row.NumHashes,
            keys = row.Keys,
            itemCount = row.ItemCount,
            receivedAt = row.ReceivedAt,
        };
        return database.WriteAsync(db => db.Execute(SaveFilterSql, parameters), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PeerFilter?> FindFilterAsync(NodeId id, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.QuerySingleOrDefault<PeerFilterRow>(FindFilterSql, new { node = id.ToArray() })?.ToFilter(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FilterStamp>> ListFiltersAsync(NodeId first, NodeId last, CancellationToken cancellationToken)
    {
        var range = new { first = first.ToArray(), last = last.ToArray() };
        return database.ReadAsync<IReadOnlyList<FilterStamp>>(
            db => [.. db.Query<(byte[] Node, long ReceivedAt)>(ListFiltersSql, range).Select(row => new FilterStamp(new NodeId(row.Node), row.ReceivedAt.ToTime()))],
            cancellationToken);
    }

    /// <summary>Whether a peer can be saved: it is known, or there is room, or room was made by forgetting another.</summary>
    private bool HasRoom(SqliteConnection db, byte[] node) =>
        db.ExecuteScalar<bool>(IsKnownSql, new { node })
        || db.ExecuteScalar<int>(CountAllSql) < limits.MaxPeers
        || db.Execute(ForgetOneSql) == 1;
}
