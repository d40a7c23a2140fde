using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Api;

/// <summary>Searches the catalogue here, and on request peers besides: <c>GET /api/search</c> (protocol sheet, section 9.6).</summary>
internal static class SearchEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/api/search", SearchAsync).WithMetadata(new PrivateGated(), new SearchTraffic(AsksPeers: false));

    private static async Task<IResult> SearchAsync(
        string? q,
        int? page,
        [FromQuery(Name = "per_page")] int? perPage,
        [FromQuery(Name = SearchTraffic.IncludePeers)] bool? includePeers,
        HttpRequest request,
        ISearchIndex index,
        BlobStore blobs,
        PeerAnswers answers,
        [FromServices] IPeerSearch? peers,
        CancellationToken cancellationToken)
    {
        if (q is null)
        {
            return ApiError.Result(StatusCodes.Status400BadRequest, "Say what to search for, as in /api/search?q=queen.");
        }

        var question = SearchQuestion.Parse(q);
        var size = Math.Clamp(perPage ?? SearchLimits.DefaultPerPage, 1, SearchLimits.MaxPerPage);
        var skip = (Math.Clamp(page ?? 1, 1, SearchLimits.MaxPage) - 1) * size;
        var asksPeers = includePeers == true && !string.IsNullOrWhiteSpace(q);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = asksPeers && peers is not null ? answers.GatherBesidePageAsync(peers, q, request, stop.Token) : null;
        try
        {
            var (tracks, body) = await ReadPageAsync(index, question, skip, size, blobs, cancellationToken);
            return TypedResults.Json(
                asking is not null ? Beside(body, tracks, question, size, await asking)
                    : asksPeers ? body with { P2pError = ApiMessage.NotEnabledText }
                    : body,
                ApiJson.Default.SearchBody);
        }
        finally
        {
            // Where the page failed, nobody is asked for it any more.
            await stop.CancelAsync();
            await (asking ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<(IReadOnlyList<Match<Track>> Tracks, SearchBody Body)> ReadPageAsync(
        ISearchIndex index, SearchQuestion question, int skip, int size, BlobStore blobs, CancellationToken cancellationToken)
    {
        // What comes behind the last that is ranked is not ordered, so there are no pages of it.
        var limit = Math.Min(size, ISearchIndex.MaxRanked - skip);
        if (question.IsEmpty || limit < 1)
        {
            return ([], new SearchBody([], [], []));
        }

        var tracks = await index.FindTracksAsync(question, SearchScope.All, skip, limit, cancellationToken);
        var albums = await index.FindAlbumsAsync(question, skip, limit, cancellationToken);
        var artists = await index.FindArtistsAsync(question, skip, limit, cancellationToken);
        return (tracks, new SearchBody(
            [.. tracks.Select(match => TrackBody.Of(match.Found, blobs))],
            [.. albums.Select(match => AlbumBody.Of(match.Found, blobs))],
            [.. artists.Select(match => ArtistBody.Of(match.Found))]));
    }

    /// <summary>What peers know besides: not what is on this page, and not what the catalogue here finds for the same words on another.</summary>
    private static SearchBody Beside(SearchBody page, IReadOnlyList<Match<Track>> tracks, SearchQuestion question, int size, SearchGathering gathering)
    {
        var shown = tracks.Select(match => match.Found.Hash.ToString()).ToHashSet(StringComparer.Ordinal);
        var others = gathering.Ranked()
            .Where(result => !shown.Contains(result.Hash))
            .Where(result => result.TrackId is null || Relevance.Of(question, result.Title, result.ArtistName, result.AlbumTitle) == 0)
            .Take(Math.Min(size, SearchLimits.MaxBesidePage))
            .ToList();
        return page with { P2pResults = others.Count > 0 ? others : null, P2pError = gathering.Missing };
    }
}
