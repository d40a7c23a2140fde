using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Tests.Search;

/// <summary>Answers a question by reading everything: what both stores must answer where no more matches than is ranked.</summary>
internal static class NaiveSearch
{
    private const int PageSize = 100;

    public static async Task<List<Track>> ReadAllAsync(ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var tracks = new List<Track>();
        for (var page = 1; ; page++)
        {
            var read = (await catalogue.ListTracksAsync(page, PageSize, cancellationToken)).Tracks;
            tracks.AddRange(read);
            if (read.Count < PageSize)
            {
                return tracks;
            }
        }
    }

    /// <summary>The answer to a question about tracks, a line for each.</summary>
    public static List<string> Tracks(IEnumerable<Track> all, SearchQuestion question, SearchScope scope)
    {
        var matches =
            from track in all
            where track.IsLocal || scope == SearchScope.All
            let relevance = Relevance.Of(question, track.Tags.Title, track.Tags.ArtistName, track.Tags.AlbumTitle)
            where relevance > 0
            select new Match<Track>(track, relevance);
        var list = matches.ToList();
        list.Sort((one, other) =>
        {
            var order = other.Found.IsLocal.CompareTo(one.Found.IsLocal);
            order = order != 0 ? order : other.Relevance.CompareTo(one.Relevance);
            order = order != 0 ? order : string.CompareOrdinal(one.Found.Tags.Title, other.Found.Tags.Title);
            order = order != 0 ? order : string.CompareOrdinal(one.Found.Tags.ArtistName, other.Found.Tags.ArtistName);
            return order != 0 ? order : string.CompareOrdinal(one.Found.Hash.ToString(), other.Found.Hash.ToString());
        });
        return [.. list.Select(Describe)];
    }

    public static List<string> Albums(IEnumerable<(string Title, string Artist)> all, SearchQuestion question) =>
        [.. from album in all.Distinct()
            let relevance = Relevance.Of(question, album.Title, album.Artist, null)
            where relevance > 0
            orderby relevance descending
            let line = $"{album.Title}|{album.Artist} {relevance}"
            select line];

    public static List<string> Artists(IEnumerable<string> all, SearchQuestion question) =>
        [.. from name in all.Distinct()
            let relevance = Relevance.Of(question, name, null, null)
            where relevance > 0
            orderby relevance descending
            select $"{name} {relevance}"];

    public static string Describe(Match<Track> match) => $"{match.Found.Hash} {match.Found.IsLocal} {match.Relevance}";
}
