using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>
/// Finds by words in a PostgreSQL database. The index (GIN) gives rows in no order, and all of them; so the newest are asked for first, by the blocks of
/// numbers that they lie in, and all only where these are too few.
/// </summary>
internal sealed partial class PostgresSearchIndex(PostgresDatabase database) : ISearchIndex
{
    private const string FindNewestSql = "SELECT max(number) FROM search_words WHERE kind = @kind";

    /// <summary>The order is not one of an index: what is walked is the index of words, not that of numbers.</summary>
    private const string FindItemsSql = """
        SELECT item FROM search_words WHERE kind = @kind AND words @@ @terms::tsquery ORDER BY number + 0 DESC LIMIT @limit
        """;

    /// <summary>What the index cannot tell is asked of its rows: <c>strip</c> changes nothing of them, and keeps the index out of it.</summary>
    private const string FindItemsAmongSql = """
        SELECT item FROM search_words WHERE kind = @kind AND words @@ @among::tsquery AND strip(words) @@ @terms::tsquery ORDER BY number + 0 DESC LIMIT @limit
        """;

    private const string ListTracksSql = $"{PostgresCatalogue.TrackColumns} FROM tracks t {PostgresCatalogue.TrackJoins} WHERE t.id = ANY (@items)";

    private const string ListAlbumsSql = """
        SELECT album.id AS Id, album.title AS Title, album.artist_id AS ArtistId, artist.name AS ArtistName, album.cover_hash AS CoverHash
        FROM albums album JOIN artists artist ON artist.id = album.artist_id WHERE album.id = ANY (@items)
        """;

    private const string ListArtistsSql = "SELECT id, name FROM artists WHERE id = ANY (@items)";

    /// <summary>How many more candidates than are wanted a part must promise to be worth a look.</summary>
    private const double Margin = 1.2;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<Track>>> FindTracksAsync(
        SearchQuestion question, SearchScope scope, int skip, int limit, CancellationToken cancellationToken) =>
        FindAsync<PostgresTrackRow, Track>(
            question, KindsIn(scope), ListTracksSql, row => row.ToTrack(), tracks => Ranking.Rank(question, tracks, skip, limit), skip, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<FoundAlbum>>> FindAlbumsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        FindAsync<PostgresFoundAlbumRow, FoundAlbum>(
            question, [SearchKind.Album], ListAlbumsSql, row => row.ToAlbum(), albums => Ranking.Rank(question, albums, skip, limit), skip, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Match<FoundArtist>>> FindArtistsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        FindAsync<(Guid Id, string Name), FoundArtist>(
            question,
            [SearchKind.Artist],
            ListArtistsSql,
            row => new FoundArtist(row.Id, row.Name, row.Id.ToTime()),
            artists => Ranking.Rank(question, artists, skip, limit),
            skip,
            limit,
            cancellationToken);

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

        return await database.ReadAsync(
            async (db, cancel) =>
            {
                var items = await FindCandidatesAsync(db, question, kinds, cancel).ConfigureAwait(false);
                return rank((await db.QueryAsync<TRow>(Command(listSql, new { items }, cancel)).ConfigureAwait(false)).Select(convert));
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Guid[]> FindCandidatesAsync(NpgsqlConnection db, SearchQuestion question, SearchKind[] kinds, CancellationToken cancellationToken)
    {
        var candidates = new List<Guid>();
        foreach (var kind in kinds)
        {
            var room = ISearchIndex.MaxRanked - candidates.Count;
            var newest = await db.QuerySingleAsync<long?>(Command(FindNewestSql, new { kind = (short)kind }, cancellationToken)).ConfigureAwait(false);
            if (room == 0 || newest is not { } last)
            {
                continue;
            }

            var (anywhere, nearly) = (PostgresSearchTerms.Anywhere(question), PostgresSearchTerms.NearlyAnywhere(question));
            var found = await FindItemsAsync(db, kind, last, anywhere, nearly, room, cancellationToken).ConfigureAwait(false);
            if (found.Count == room)
            {
                var inTitle = PostgresSearchTerms.InTitle(question);
                var first = await FindItemsAsync(db, kind, last, inTitle, inTitle, room, cancellationToken).ConfigureAwait(false);
                found = [.. first.Union(found).Take(room)];
            }

            candidates.AddRange(found);
        }

        return [.. candidates];
    }

    /// <summary>The newest of all that match, at most so many.</summary>
    private static async Task<List<Guid>> FindItemsAsync(
        NpgsqlConnection db, SearchKind kind, long newest, string terms, string nearly, int limit, CancellationToken cancellationToken)
    {
        // Of how many numbers there was one that matches, as far as is known.
        var share = 1.0;
        foreach (var block in PostgresSearchTerms.Blocks)
        {
            var numbers = PostgresSearchTerms.CountNewest(newest, block);
            if (share * numbers >= limit * Margin)
            {
                var parameters = new { kind = (short)kind, among = $"{nearly} & {PostgresSearchTerms.InNewest(newest, block)}", terms, limit };
                var found = (await db.QueryAsync<Guid>(Command(FindItemsAmongSql, parameters, cancellationToken)).ConfigureAwait(false)).AsList();
                if (found.Count == limit)
                {
                    return found;
                }

                share = (double)found.Count / numbers;
            }
        }

        return (await db.QueryAsync<Guid>(Command(FindItemsSql, new { kind = (short)kind, terms, limit }, cancellationToken)).ConfigureAwait(false)).AsList();
    }
}
