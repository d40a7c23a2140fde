using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>Plays a track, ours or a peer's: <c>GET /api/tracks/{id}/stream</c> (protocol sheet, section 9.6).</summary>
internal static class StreamEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/api/tracks/{id}/stream", StreamAsync).WithMetadata(new PrivateGated()).DisableRequestTimeout();

    /// <summary>HEAD, and a client that holds the track, are answered without a fetch from a peer.</summary>
    private static async Task<IResult> StreamAsync(
        Guid id, HttpContext context, ICatalogue catalogue, ITrackContent content, LocalContent local, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var track = await catalogue.FindTrackAsync(id, cancellationToken);
        if (track is null)
        {
            return TrackEndpoints.UnknownTrack();
        }

        IgnoreOtherUnits(request);
        var tag = new EntityTagHeaderValue($"\"{track.Hash}\"");
        if (IsHeldByClient(request, tag))
        {
            context.Response.GetTypedHeaders().ETag = tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var bytes = HttpMethods.IsHead(request.Method)
            ? await local.OpenAsync(track.Hash, cancellationToken) ?? new UnreadTrack(track.FileSize)
            : await content.OpenAsync(track, cancellationToken);
        try
        {
            var contentType = await AudioContentType.OfAsync(track.Tags.Format, bytes, cancellationToken);
            // The framework serves ranges and conditions, and passes on what a read gives at once, 64 KiB at most.
            return TypedResults.Stream(bytes, contentType, entityTag: tag, enableRangeProcessing: true);
        }
        catch
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

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
