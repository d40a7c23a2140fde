using Dapper;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>Finds by words in an SQLite file.</summary>
internal sealed class SqliteSearchIndex(SqliteDatabase database) : ISearchIndex
{
    private const string ListTracksSql = $"""
        SELECT t.id AS Id, t.created_at AS CreatedAt, album.cover_hash AS AlbumCoverHash, {SqliteCatalogue.FactColumns}
        FROM tracks t {SqliteCatalogue.TrackJoins} WHERE t.is_local >= @local
        """;

    private const string ListAlbumsSql = """
        SELECT album.id AS Id, album.title AS Title, album.artist_id AS ArtistId, artist.name AS ArtistName, album.cover_hash AS CoverHash
        FROM albums album JOIN artists artist ON artist.id = album.artist_id
        """;

    private const string ListArtistsSql = "SELECT id AS Id, name AS Name FROM artists";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<Track>>> FindTracksAsync(
        SearchQuestion question, SearchScope scope, int skip, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => Ranking.Rank(
                question, db.Query<TrackRow>(ListTracksSql, new { local = scope == SearchScope.Local }, buffered: false).Select(row => row.ToTrack()), skip, limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<FoundAlbum>>> FindAlbumsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => Ranking.Rank(question, db.Query<FoundAlbumRow>(ListAlbumsSql, buffered: false).Select(row => row.ToAlbum()), skip, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<FoundArtist>>> FindArtistsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => Ranking.Rank(question, db.Query<FoundArtistRow>(ListArtistsSql, buffered: false).Select(row => row.ToArtist()), skip, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<int> IndexAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(0);
}
