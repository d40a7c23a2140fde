using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Search;

/// <summary>
/// Finds tracks, albums and artists by words. Both stores answer the same question about the same catalogue with the same list: own tracks first, then by
/// <see cref="Match{T}.Relevance"/>, then by title, artist and hash. An empty question matches nothing.
/// </summary>
public interface ISearchIndex
{
    /// <summary>
    /// Most tracks, albums or artists that are ranked for one question: of more, those that hold all words in their title come before the others, the newest first.
    /// </summary>
    const int MaxRanked = 1_000;

    /// <summary>Tracks that match; <paramref name="skip"/> from 0 and <paramref name="limit"/> from 1, together to <see cref="MaxRanked"/>.</summary>
    Task<IReadOnlyList<Match<Track>>> FindTracksAsync(
        SearchQuestion question, SearchScope scope, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Albums that match by their title or their artist.</summary>
    Task<IReadOnlyList<Match<FoundAlbum>>> FindAlbumsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Artists that match by their name.</summary>
    Task<IReadOnlyList<Match<FoundArtist>>> FindArtistsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Makes what an older build has written findable: at most <paramref name="limit"/> tracks, albums and artists, in one transaction. Answers how many; 0 when all are.
    /// </summary>
    Task<int> IndexAsync(int limit, CancellationToken cancellationToken);
}
