using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Postgres;

/// <summary>The catalogue in a PostgreSQL database: the store of a host that runs as several processes.</summary>
/// <remarks>
/// Pages of several peers are taken in at the same time. Whoever adds something that names a row holds that row first (FOR KEY SHARE); whoever removes a row
/// locks it (FOR UPDATE) and then, in a statement of its own, which sees what was committed meanwhile, asks whether anything names it. All take rows in
/// the same order: tracks, artists, albums, and each kind by its name. Where two still wait for each other, the database undoes one, and it is tried again.
/// </remarks>
internal sealed partial class PostgresCatalogue(PostgresDatabase database, TimeProvider time, StoreLimits limits) : ICatalogue
{
    private const string CountSql = """
        SELECT sum(local_tracks)::bigint AS LocalTracks, sum(remote_tracks)::bigint AS RemoteTracks, sum(albums)::bigint AS Albums, sum(artists)::bigint AS Artists
        FROM totals
        """;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    /// <remarks>A few rows are read: triggers keep the numbers up to date within each change.</remarks>
    public async Task<CatalogueCounts> CountAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<CatalogueCounts>(CountSql, null, cancellationToken).ConfigureAwait(false))!;

    private Guid NewId() => Guid.CreateVersion7(Now);

    private Guid[] NewIds(int count)
    {
        var (now, ids) = (Now, new Guid[count]);
        for (var i = 0; i < count; i++)
        {
            ids[i] = Guid.CreateVersion7(now);
        }

        return ids;
    }
}
