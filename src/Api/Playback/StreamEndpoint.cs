using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>Plays a track, ours or a peer's: <c>GET /api/tracks/{id}/stream</c> (protocol sheet, section 9.6).</summary>
internal static class StreamEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/api/tracks/{id}/stream", StreamAsync).DisableRequestTimeout();

    private static async Task<IResult> StreamAsync(Guid id, HttpRequest request, ICatalogue catalogue, ITrackContent content, CancellationToken cancellationToken)
    {
        var track = await catalogue.FindTrackAsync(id, cancellationToken);
        if (track is null)
        {
            return TrackEndpoints.UnknownTrack();
        }

        IgnoreOtherUnits(request);
        var tag = new EntityTagHeaderValue($"\"{track.Hash}\"");
        if (HttpMethods.IsHead(request.Method) || IsHeldByClient(request, tag))
        {
            return Answer(new UnreadTrack(track.FileSize), AudioContentType.Of(track.Tags.Format), tag);
        }

        var bytes = await content.OpenAsync(track, cancellationToken);
        try
        {
            return Answer(bytes, await AudioContentType.OfAsync(track.Tags.Format, bytes, cancellationToken), tag);
        }
        catch
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

    /// <summary>The framework serves ranges and conditions, and copies what a read gives at once, 64 KiB at most.</summary>
    private static FileStreamHttpResult Answer(Stream bytes, string contentType, EntityTagHeaderValue tag) =>
        TypedResults.Stream(bytes, contentType, entityTag: tag, enableRangeProcessing: true);

    /// <summary>A range in a unit that is not bytes is to be ignored (RFC 9110, section 14.2); the framework would take it for bytes.</summary>
    private static void IgnoreOtherUnits(HttpRequest request)
    {
        if (request.GetTypedHeaders().Range is { } range && !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.Range = default;
        }
    }

    private static bool IsHeldByClient(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(held => held.Equals(EntityTagHeaderValue.Any) || held.Compare(tag, useStrongComparison: false));
}
