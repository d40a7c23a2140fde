using Dapper;
using SoundTime.Storage.Blocking;
using SoundTime.Wire;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>The block list in a PostgreSQL database.</summary>
internal sealed class PostgresBlockList(PostgresDatabase database, TimeProvider time) : IBlockList
{
    private const string Columns = "id AS Id, domain AS Domain, reason AS Reason, created_at AS CreatedAt";

    private const string IsBlockedSql = "SELECT EXISTS (SELECT FROM blocked_domains WHERE domain = @domain)";

    private const string FindBlockedSql = "SELECT domain FROM blocked_domains WHERE domain = ANY (@domains)";

    private const string ListSql = $"SELECT {Columns} FROM blocked_domains ORDER BY number DESC";

    private const string FindSql = $"SELECT {Columns} FROM blocked_domains WHERE id = @id";

    /// <summary>One list is added after the other: two that name the same domains in different orders would wait for each other.</summary>
    private const string LockSql = "LOCK TABLE blocked_domains IN SHARE UPDATE EXCLUSIVE MODE";

    private const string AddSql = $"""
        WITH added AS (
            INSERT INTO blocked_domains (id, domain, reason, created_at)
            SELECT id, domain, reason, @now FROM unnest(@ids, @domains, @reasons) WITH ORDINALITY AS request (id, domain, reason, place) ORDER BY place
            ON CONFLICT (domain) DO NOTHING
            RETURNING *)
        SELECT {Columns} FROM added ORDER BY number
        """;

    private const string RemoveSql = $"DELETE FROM blocked_domains WHERE id = @id RETURNING {Columns}";

    /// <inheritdoc/>
    public Task<bool> IsBlockedAsync(NodeId peer, CancellationToken cancellationToken) =>
        database.FindAsync<bool>(IsBlockedSql, new { domain = peer.ToString() }, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<NodeId>> FindBlockedAsync(IReadOnlyCollection<NodeId> peers, CancellationToken cancellationToken)
    {
        string[] domains = [.. peers.Select(peer => peer.ToString())];
        var blocked = await database.ListAsync<string, NodeId>(
            FindBlockedSql, new { domains }, domain => NodeId.Parse(domain), cancellationToken).ConfigureAwait(false);
        return blocked.ToHashSet();
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockedDomain>> ListAsync(CancellationToken cancellationToken) =>
        database.ListAsync<PostgresBlockedDomainRow, BlockedDomain>(ListSql, null, row => row.ToBlockedDomain(), cancellationToken);

    /// <inheritdoc/>
    public async Task<BlockedDomain?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresBlockedDomainRow>(FindSql, new { id }, cancellationToken).ConfigureAwait(false))?.ToBlockedDomain();

    /// <inheritdoc/>
    public async Task<BlockedDomain?> AddAsync(BlockRequest request, CancellationToken cancellationToken) =>
        await AddAsync([request], cancellationToken).ConfigureAwait(false) is [var added] ? added : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockedDomain>> AddAsync(IReadOnlyCollection<BlockRequest> requests, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var parameters = new
        {
            ids = requests.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            domains = requests.Select(request => request.Domain).ToArray(),
            reasons = requests.Select(request => request.Reason).ToArray(),
            now,
        };
        return database.WriteAsync<IReadOnlyList<BlockedDomain>>(
            async (db, _, cancel) =>
            {
                await db.ExecuteAsync(Command(LockSql, null, cancel)).ConfigureAwait(false);
                var added = await db.QueryAsync<PostgresBlockedDomainRow>(Command(AddSql, parameters, cancel)).ConfigureAwait(false);
                return [.. added.Select(row => row.ToBlockedDomain())];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<BlockedDomain?> RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, _, cancel) =>
                (await db.QuerySingleOrDefaultAsync<PostgresBlockedDomainRow>(Command(RemoveSql, new { id }, cancel)).ConfigureAwait(false))?.ToBlockedDomain(),
            cancellationToken);
}
