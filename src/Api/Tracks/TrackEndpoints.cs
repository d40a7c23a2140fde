using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>Lists tracks and shows one: <c>GET /api/tracks</c> and <c>GET /api/tracks/{id}</c> (protocol sheet, sections 9.1 and 9.6).</summary>
internal static class TrackEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/tracks", ListAsync).WithMetadata(new PrivateGated());
        routes.MapRead("/api/tracks/{id}", ShowAsync).WithMetadata(new PrivateGated());
    }

    /// <summary>The answer where no track has the id.</summary>
    public static IResult UnknownTrack() => ApiError.Result(StatusCodes.Status404NotFound, "No track has this id.");

    private static async Task<IResult> ListAsync(
        int? page, [FromQuery(Name = "per_page")] int? perPage, ICatalogue catalogue, BlobStore blobs, CancellationToken cancellationToken)
    {
        var number = Math.Max(page ?? 1, 1);
        var size = Math.Clamp(perPage ?? ApiLimits.DefaultPerPage, 1, ApiLimits.MaxPerPage);
        var found = await catalogue.ListTracksAsync(number, size, cancellationToken);
        var body = new TrackPageBody([.. found.Tracks.Select(track => TrackBody.Of(track, blobs))], found.Total, number, size, (found.Total + size - 1) / size);
        return TypedResults.Json(body, ApiJson.Default.TrackPageBody);
    }

    private static async Task<IResult> ShowAsync(Guid id, ICatalogue catalogue, BlobStore blobs, CancellationToken cancellationToken) =>
        await catalogue.FindTrackAsync(id, cancellationToken) is { } track
            ? TypedResults.Json(TrackBody.Of(track, blobs), ApiJson.Default.TrackBody)
            : UnknownTrack();
}
