using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Search;

/// <summary>Brings what may match a question into the one order that all stores answer in, and leaves out what does not match.</summary>
internal static class Ranking
{
    /// <exception cref="ArgumentOutOfRangeException">A page beyond what is ranked was asked for.</exception>
    public static void CheckPage(int skip, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skip + (long)limit, ISearchIndex.MaxRanked, nameof(limit));
    }

    public static IReadOnlyList<Match<Track>> Rank(SearchQuestion question, IEnumerable<Track> tracks, int skip, int limit) =>
        [.. tracks
            .Select(track => new Match<Track>(track, Relevance.Of(question, track.Tags.Title, track.Tags.ArtistName, track.Tags.AlbumTitle)))
            .Where(match => match.Relevance > 0)
            .OrderByDescending(match => match.Found.IsLocal)
            .ThenByDescending(match => match.Relevance)
            .ThenBy(match => match.Found.Tags.Title, StringComparer.Ordinal)
            .ThenBy(match => match.Found.Tags.ArtistName, StringComparer.Ordinal)
            .ThenBy(match => match.Found.Hash.ToString(), StringComparer.Ordinal)
            .Skip(skip).Take(limit)];

    public static IReadOnlyList<Match<FoundAlbum>> Rank(SearchQuestion question, IEnumerable<FoundAlbum> albums, int skip, int limit) =>
        [.. albums
            .Select(album => new Match<FoundAlbum>(album, Relevance.Of(question, album.Title, album.ArtistName, null)))
            .Where(match => match.Relevance > 0)
            .OrderByDescending(match => match.Relevance)
            .ThenBy(match => match.Found.Title, StringComparer.Ordinal)
            .ThenBy(match => match.Found.ArtistName, StringComparer.Ordinal)
            .Skip(skip).Take(limit)];

    public static IReadOnlyList<Match<FoundArtist>> Rank(SearchQuestion question, IEnumerable<FoundArtist> artists, int skip, int limit) =>
        [.. artists
            .Select(artist => new Match<FoundArtist>(artist, Relevance.Of(question, artist.Name, null, null)))
            .Where(match => match.Relevance > 0)
            .OrderByDescending(match => match.Relevance)
            .ThenBy(match => match.Found.Name, StringComparer.Ordinal)
            .Skip(skip).Take(limit)];
}
