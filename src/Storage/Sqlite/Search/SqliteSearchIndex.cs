using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>Finds by words in an SQLite file: FTS5 gives the candidates in descending order of their numbers, without sorting, and stops when there are enough.</summary>
internal sealed partial class SqliteSearchIndex(SqliteDatabase database) : ISearchIndex
{
    private const string FindNumbersSql = """
        SELECT rowid FROM search_words WHERE search_words MATCH @match AND rowid >= @first AND rowid < @end ORDER BY rowid DESC LIMIT @limit
        """;

    private const string OfNumbers = "FROM json_each(@numbers) CROSS JOIN search_items item ON item.number = value";

    private const string ListTracksSql = $"""
        SELECT t.id AS Id, t.created_at AS CreatedAt, album.cover_hash AS AlbumCoverHash, {SqliteCatalogue.FactColumns}
        {OfNumbers} JOIN tracks t ON t.id = item.item {SqliteCatalogue.TrackJoins}
        """;

    private const string ListAlbumsSql = $"""
        SELECT album.id AS Id, album.title AS Title, album.artist_id AS ArtistId, artist.name AS ArtistName, album.cover_hash AS CoverHash
        {OfNumbers} JOIN albums album ON album.id = item.item JOIN artists artist ON artist.id = album.artist_id
        """;

    private const string ListArtistsSql = $"SELECT artist.id AS Id, artist.name AS Name {OfNumbers} JOIN artists artist ON artist.id = item.item";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<Track>>> FindTracksAsync(
        SearchQuestion question, SearchScope scope, int skip, int limit, CancellationToken cancellationToken) =>
        FindAsync<TrackRow, Track>(
            question, KindsIn(scope), ListTracksSql, row => row.ToTrack(), tracks => Ranking.Rank(question, tracks, skip, limit), skip, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<FoundAlbum>>> FindAlbumsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        FindAsync<FoundAlbumRow, FoundAlbum>(
            question, [SearchKind.Album], ListAlbumsSql, row => row.ToAlbum(), albums => Ranking.Rank(question, albums, skip, limit), skip, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<FoundArtist>>> FindArtistsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        FindAsync<FoundArtistRow, FoundArtist>(
            question, [SearchKind.Artist], ListArtistsSql, row => row.ToArtist(), artists => Ranking.Rank(question, artists, skip, limit), skip, limit, cancellationToken);

    private static SearchKind[] KindsIn(SearchScope scope) =>
        scope == SearchScope.Local ? [SearchKind.LocalTrack] : [SearchKind.LocalTrack, SearchKind.RemoteTrack];

    private async Task<IReadOnlyList<Match<T>>> FindAsync<TRow, T>(
        SearchQuestion question,
        SearchKind[] kinds,
        string listSql,
        Func<TRow, T> convert,
        Func<IEnumerable<T>, IReadOnlyList<Match<T>>> rank,
        int skip,
        int limit,
        CancellationToken cancellationToken)
    {
        Ranking.CheckPage(skip, limit);
        if (question.IsEmpty)
        {
            return [];
        }

        var candidates = await database.ReadAsync<List<T>>(
            db => [.. db.Query<TRow>(listSql, new { numbers = JsonSerializer.Serialize(FindCandidates(db, question, kinds)) }).Select(convert)],
            cancellationToken).ConfigureAwait(false);
        return rank(candidates);
    }

    private static List<long> FindCandidates(SqliteConnection db, SearchQuestion question, SearchKind[] kinds)
    {
        var candidates = new List<long>();
        foreach (var kind in kinds)
        {
            var room = ISearchIndex.MaxRanked - candidates.Count;
            var found = FindNumbers(db, SearchMatch.Anywhere(question), kind, room);
            candidates.AddRange(found.Count < room ? found : FindNumbers(db, SearchMatch.InTitle(question), kind, room).Union(found).Take(room));
        }

        return candidates;
    }

    private static List<long> FindNumbers(SqliteConnection db, string match, SearchKind kind, int limit) =>
        limit == 0 ? [] : [.. db.Query<long>(FindNumbersSql, new { match, first = SearchNumber.First(kind), end = SearchNumber.End(kind), limit })];
}
