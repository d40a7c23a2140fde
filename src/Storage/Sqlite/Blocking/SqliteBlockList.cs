using System.Text.Json;
using Dapper;
using SoundTime.Storage.Blocking;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>The block list in an SQLite file.</summary>
internal sealed class SqliteBlockList(SqliteDatabase database, TimeProvider time) : IBlockList
{
    private const string Columns = "id AS Id, domain AS Domain, reason AS Reason, created_at AS CreatedAt";

    private const string IsBlockedSql = "SELECT EXISTS (SELECT 1 FROM blocked_domains WHERE domain = @domain)";

    private const string FindBlockedSql = "SELECT domain FROM blocked_domains WHERE domain IN (SELECT value FROM json_each(@domains))";

    private const string ListSql = $"SELECT {Columns} FROM blocked_domains ORDER BY rowid DESC";

    private const string FindSql = $"SELECT {Columns} FROM blocked_domains WHERE id = @id";

    private const string AddSql = """
        INSERT INTO blocked_domains (id, domain, reason, created_at) VALUES (@Id, @Domain, @Reason, @CreatedAt) ON CONFLICT (domain) DO NOTHING
        """;

    private const string RemoveSql = $"DELETE FROM blocked_domains WHERE id = @id RETURNING {Columns}";

    /// <inheritdoc/>
    public Task<bool> IsBlockedAsync(NodeId peer, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.ExecuteScalar<bool>(IsBlockedSql, new { domain = peer.ToString() }), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<NodeId>> FindBlockedAsync(IReadOnlyCollection<NodeId> peers, CancellationToken cancellationToken)
    {
        var domains = JsonSerializer.Serialize(peers.Select(peer => peer.ToString()));
        return database.ReadAsync<IReadOnlySet<NodeId>>(
            db => db.Query<string>(FindBlockedSql, new { domains }).Select(domain => NodeId.Parse(domain)).ToHashSet(), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockedDomain>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BlockedDomain>>(
            db => [.. db.Query<BlockedDomainRow>(ListSql).Select(row => row.ToBlockedDomain())], cancellationToken);

    /// <inheritdoc/>
    public Task<BlockedDomain?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.QuerySingleOrDefault<BlockedDomainRow>(FindSql, new { id = id.ToBytes() })?.ToBlockedDomain(), cancellationToken);

    /// <inheritdoc/>
    public async Task<BlockedDomain?> AddAsync(BlockRequest request, CancellationToken cancellationToken) =>
        await AddAsync([request], cancellationToken).ConfigureAwait(false) is [var added] ? added : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockedDomain>> AddAsync(IReadOnlyCollection<BlockRequest> requests, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entries = requests.Select(request => new BlockedDomain(Guid.CreateVersion7(now), request.Domain, request.Reason, now));
        return database.WriteAsync<IReadOnlyList<BlockedDomain>>(
            db => [.. entries.Where(entry => db.Execute(AddSql, BlockedDomainRow.From(entry)) == 1)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<BlockedDomain?> RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.QuerySingleOrDefault<BlockedDomainRow>(RemoveSql, new { id = id.ToBytes() })?.ToBlockedDomain(), cancellationToken);
}
