using Dapper;
using Npgsql;
using SoundTime.Storage.Search;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>What an older build has written is made findable.</content>
internal sealed partial class PostgresSearchIndex
{
    /// <summary>Of several processes one goes on at a time.</summary>
    private const string FindProgressSql = "SELECT version AS Version, stage AS Stage, after AS After FROM search_progress FOR UPDATE";

    private const string SaveProgressSql = "UPDATE search_progress SET version = @Version, stage = @Stage, after = @After";

    /// <summary>Who changes one of these tracks meanwhile waits, and then writes its words itself; who has changed one has written them.</summary>
    private const string HoldTracksToIndexSql = """
        SELECT t.id, t.is_local, t.title, artist.name, album.title
        FROM tracks t JOIN artists artist ON artist.id = t.artist_id LEFT JOIN albums album ON album.id = t.album_id
        WHERE t.id = ANY (ARRAY(SELECT id FROM tracks WHERE id > @after ORDER BY id LIMIT @limit)) ORDER BY t.hash FOR SHARE OF t
        """;

    private const string HoldAlbumsToIndexSql = """
        SELECT album.id, album.title, artist.name
        FROM albums album JOIN artists artist ON artist.id = album.artist_id
        WHERE album.id = ANY (ARRAY(SELECT id FROM albums WHERE id > @after ORDER BY id LIMIT @limit)) ORDER BY album.artist_id, album.title FOR KEY SHARE OF album
        """;

    private const string HoldArtistsToIndexSql = """
        SELECT id, name FROM artists WHERE id = ANY (ARRAY(SELECT id FROM artists WHERE id > @after ORDER BY id LIMIT @limit)) ORDER BY name FOR KEY SHARE
        """;

    /// <inheritdoc/>
    public Task<int> IndexAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync((db, _, cancel) => IndexAsync(db, limit, cancel), cancellationToken);
    }

    private static async Task<int> IndexAsync(NpgsqlConnection db, int limit, CancellationToken cancellationToken)
    {
        var before = await db.QuerySingleAsync<SearchProgress<Guid?>>(Command(FindProgressSql, null, cancellationToken)).ConfigureAwait(false);
        var (progress, indexed) = (before.Now(), 0);
        while (progress.Stage != SearchProgress<Guid?>.Done && indexed == 0)
        {
            var page = await ListToIndexAsync(db, progress.Stage, new { after = progress.After ?? Guid.Empty, limit }, cancellationToken).ConfigureAwait(false);
            page.Sort((one, other) => one.Id.CompareTo(other.Id));
            await PostgresSearchWriter.ReplaceAsync(db, page, cancellationToken).ConfigureAwait(false);
            progress = progress.Next([.. page.Select(entry => (Guid?)entry.Id)], limit);
            indexed = page.Count;
        }

        if (progress != before && before.Version <= SearchWords.Version)
        {
            await db.ExecuteAsync(Command(SaveProgressSql, progress, cancellationToken)).ConfigureAwait(false);
        }

        return indexed;
    }

    private static async Task<List<SearchEntry>> ListToIndexAsync(NpgsqlConnection db, long stage, object page, CancellationToken cancellationToken) => stage switch
    {
        SearchProgress<Guid?>.Tracks =>
            [.. (await db.QueryAsync<(Guid Id, bool IsLocal, string Title, string Artist, string? Album)>(
                Command(HoldTracksToIndexSql, page, cancellationToken)).ConfigureAwait(false))
                .Select(row => SearchEntry.OfTrack(row.Id, row.IsLocal, row.Title, row.Artist, row.Album))],
        SearchProgress<Guid?>.Albums =>
            [.. (await db.QueryAsync<(Guid Id, string Title, string Artist)>(Command(HoldAlbumsToIndexSql, page, cancellationToken)).ConfigureAwait(false))
                .Select(row => SearchEntry.OfAlbum(row.Id, row.Title, row.Artist))],
        _ =>
            [.. (await db.QueryAsync<(Guid Id, string Name)>(Command(HoldArtistsToIndexSql, page, cancellationToken)).ConfigureAwait(false))
                .Select(row => SearchEntry.OfArtist(row.Id, row.Name))],
    };
}
