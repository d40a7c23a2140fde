using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace SoundTime.Api;

/// <summary>Asks the peers that may know: <c>GET /api/p2p/search</c> (protocol sheet, section 9.3), and <c>GET /api/p2p/search/stream</c>, which tells what comes as it comes.</summary>
internal static class PeerSearchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var search = routes.MapGroup("/api/p2p/search").WithMetadata(new PrivateGated(), new SearchTraffic(AsksPeers: true));
        search.MapRead("", SearchAsync);
        search.MapGet("/stream", Stream);
    }

    private static async Task<IResult> SearchAsync(string? q, int? limit, [FromServices] IPeerSearch? peers, CancellationToken cancellationToken)
    {
        if (q is null)
        {
            return NoQuestion();
        }

        if (peers is null)
        {
            return ApiMessage.NotEnabled();
        }

        var gathering = await PeerAnswers.GatherAsync(peers, q, cancellationToken);
        return gathering is { Count: 0, Failure: { } failure }
            ? ApiMessage.Result(StatusCodes.Status503ServiceUnavailable, failure)
            : TypedResults.Json(
                PeerSearchBody.Of(gathering, Math.Clamp(limit ?? SearchLimits.DefaultResults, 1, SearchLimits.MaxResults)), ApiJson.Default.PeerSearchBody);
    }

    private static IResult Stream(string? q, HttpRequest request, TimeProvider time, [FromServices] IPeerSearch? peers, CancellationToken cancellationToken)
    {
        if (q is null)
        {
            return NoQuestion();
        }

        if (peers is null)
        {
            return ApiMessage.NotEnabled();
        }

        // A browser whose stream was ended by us comes back with the last id it saw; this answer stops it (HTML standard, section 9.2).
        return request.Headers["Last-Event-ID"] == SearchEvents.LastId
            ? TypedResults.NoContent()
            : TypedResults.ServerSentEvents(SearchEvents.WriteAsync(peers, q, time, cancellationToken));
    }

    private static IResult NoQuestion() =>
        ApiMessage.Result(StatusCodes.Status400BadRequest, "Say what to search for, as in /api/p2p/search?q=queen.");
}
