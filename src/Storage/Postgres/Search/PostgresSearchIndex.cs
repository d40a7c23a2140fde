using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Postgres;

/// <summary>Finds by words in a PostgreSQL database.</summary>
internal sealed class PostgresSearchIndex(PostgresDatabase database) : ISearchIndex
{
    private const string ListTracksSql = $"{PostgresCatalogue.TrackColumns} FROM tracks t {PostgresCatalogue.TrackJoins} WHERE t.is_local OR NOT @isLocal";

    private const string ListAlbumsSql = """
        SELECT album.id AS Id, album.title AS Title, album.artist_id AS ArtistId, artist.name AS ArtistName, album.cover_hash AS CoverHash
        FROM albums album JOIN artists artist ON artist.id = album.artist_id
        """;

    private const string ListArtistsSql = "SELECT id AS Id, name AS Name FROM artists";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Match<Track>>> FindTracksAsync(
        SearchQuestion question, SearchScope scope, int skip, int limit, CancellationToken cancellationToken) =>
        Ranking.Rank(
            question,
            await database.ListAsync<PostgresTrackRow, Track>(ListTracksSql, new { isLocal = scope == SearchScope.Local }, row => row.ToTrack(), cancellationToken).ConfigureAwait(false),
            skip,
            limit);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Match<FoundAlbum>>> FindAlbumsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        Ranking.Rank(
            question,
            await database.ListAsync<PostgresFoundAlbumRow, FoundAlbum>(ListAlbumsSql, null, row => row.ToAlbum(), cancellationToken).ConfigureAwait(false),
            skip,
            limit);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Match<FoundArtist>>> FindArtistsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        Ranking.Rank(
            question,
            await database.ListAsync<(Guid Id, string Name), FoundArtist>(
                ListArtistsSql, null, row => new FoundArtist(row.Id, row.Name, row.Id.ToTime()), cancellationToken).ConfigureAwait(false),
            skip,
            limit);

    /// <inheritdoc/>
    public Task<int> IndexAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(0);
}
