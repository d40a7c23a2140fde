using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Postgres;

/// <summary>The catalogue in a PostgreSQL database: the store of a host that runs as several processes.</summary>
/// <remarks>
/// Pages of several peers are taken in at the same time. Whoever adds something that names a row holds that row first (FOR KEY SHARE); whoever removes a row
/// locks it (FOR UPDATE) and then, in a statement of its own, which sees what was committed meanwhile, asks whether anything names it. All take rows in
/// the same order: tracks, artists, albums, and each kind by its name. Where two still wait for each other, the database undoes one, and it is tried again.
/// </remarks>
internal sealed partial class PostgresCatalogue(PostgresDatabase database, TimeProvider time) : ICatalogue
{
    private const string CountSql = """
        SELECT sum(local_tracks)::bigint AS LocalTracks, sum(remote_tracks)::bigint AS RemoteTracks, sum(albums)::bigint AS Albums, sum(artists)::bigint AS Artists
        FROM totals
        """;

    /// <summary>Most copies of one peer that are kept; lower in tests.</summary>
    internal long MaxCopiesPerPeer { get; set; } = CatalogueLimits.MaxCopiesPerPeer;

    /// <summary>Most tracks that only peers hold; lower in tests.</summary>
    internal long MaxRemoteTracks { get; set; } = CatalogueLimits.MaxRemoteTracks;

    /// <inheritdoc/>
    /// <remarks>A few rows are read: triggers keep the numbers up to date within each change.</remarks>
    public Task<CatalogueCounts> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, cancel) => db.QuerySingleAsync<CatalogueCounts>(Command(CountSql, null, cancel)), cancellationToken);

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, cancellationToken: cancellationToken);

    private static async Task<IReadOnlyList<TResult>> ListAsync<TRow, TResult>(
        NpgsqlConnection db, string sql, object parameters, Func<TRow, TResult> convert, CancellationToken cancellationToken) =>
        [.. (await db.QueryAsync<TRow>(Command(sql, parameters, cancellationToken)).ConfigureAwait(false)).Select(convert)];

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
