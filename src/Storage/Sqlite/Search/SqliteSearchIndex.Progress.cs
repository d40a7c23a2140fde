using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <content>What an older build has written is made findable.</content>
internal sealed partial class SqliteSearchIndex
{
    private const string FindProgressSql = "SELECT version AS Version, stage AS Stage, after AS After FROM search_progress";

    private const string SaveProgressSql = "UPDATE search_progress SET version = @Version, stage = @Stage, after = @After";

    private const string ListTracksToIndexSql = """
        SELECT t.id, t.is_local, t.title, artist.name, album.title
        FROM tracks t JOIN artists artist ON artist.id = t.artist_id LEFT JOIN albums album ON album.id = t.album_id
        WHERE t.id > @after ORDER BY t.id LIMIT @limit
        """;

    private const string ListAlbumsToIndexSql = """
        SELECT album.id, album.title, artist.name FROM albums album JOIN artists artist ON artist.id = album.artist_id
        WHERE album.id > @after ORDER BY album.id LIMIT @limit
        """;

    private const string ListArtistsToIndexSql = "SELECT id, name FROM artists WHERE id > @after ORDER BY id LIMIT @limit";

    /// <inheritdoc/>
    public Task<int> IndexAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync(db => Index(db, limit), cancellationToken);
    }

    private static int Index(SqliteConnection db, int limit)
    {
        var before = db.QuerySingle<SearchProgress<byte[]>>(FindProgressSql);
        var (progress, indexed) = (before.Now(), 0);
        var writer = new SearchWriter(db);
        while (progress.Stage != SearchProgress<byte[]>.Done && indexed == 0)
        {
            var page = ListToIndex(db, progress.Stage, new { after = progress.After ?? [], limit });
            page.ForEach(writer.Replace);
            writer.Write();
            progress = progress.Next([.. page.Select(entry => entry.Id.ToBytes())], limit);
            indexed = page.Count;
        }

        if (progress != before && before.Version <= SearchWords.Version)
        {
            db.Execute(SaveProgressSql, progress);
        }

        return indexed;
    }

    private static List<SearchEntry> ListToIndex(SqliteConnection db, long stage, object page) => stage switch
    {
        SearchProgress<byte[]>.Tracks =>
            [.. db.Query<(byte[] Id, bool IsLocal, string Title, string Artist, string? Album)>(ListTracksToIndexSql, page)
                .Select(row => SearchEntry.OfTrack(row.Id.ToGuid(), row.IsLocal, row.Title, row.Artist, row.Album))],
        SearchProgress<byte[]>.Albums =>
            [.. db.Query<(byte[] Id, string Title, string Artist)>(ListAlbumsToIndexSql, page)
                .Select(row => SearchEntry.OfAlbum(row.Id.ToGuid(), row.Title, row.Artist))],
        _ => [.. db.Query<(byte[] Id, string Name)>(ListArtistsToIndexSql, page).Select(row => SearchEntry.OfArtist(row.Id.ToGuid(), row.Name))],
    };
}
