using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>Tracks that only peers hold, for admins: <c>/api/admin/remote-tracks</c> and <c>/api/admin/p2p/tracks</c> (protocol sheet, section 9.4).</summary>
internal static class RemoteTrackEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapRead("/remote-tracks", ListAsync);
        var track = admin.MapGroup("/p2p/tracks/{id}");
        track.MapPatch("/dereference", DereferenceAsync);
        track.MapPatch("/rereference", RereferenceAsync);
        track.MapPatch("/pin", PinAsync);
        track.MapPatch("/unpin", UnpinAsync);
    }

    /// <summary>The newest as a bare list, which is what clients of Rust nodes read; one page of all, or of those of one health, where that is asked for.</summary>
    private static async Task<IResult> ListAsync(
        int? page,
        [FromQuery(Name = "per_page")] int? perPage,
        [FromQuery(Name = "health")] string? health,
        RemoteTrackList tracks,
        CancellationToken cancellationToken)
    {
        if (page is null && perPage is null && health is null)
        {
            return TypedResults.Json(await tracks.ReadNewestAsync(cancellationToken), ApiJson.Default.IReadOnlyListRemoteTrackBody);
        }

        var state = health is null ? null : HealthText.Parse(health);
        if (health is not null && state is null)
        {
            return ApiError.Result(StatusCodes.Status400BadRequest, $"health is one of: {HealthText.AllStates}.");
        }

        var number = Math.Max(page ?? 1, 1);
        var size = Math.Clamp(perPage ?? ApiLimits.DefaultPerPage, 1, ApiLimits.MaxPerPage);
        var (found, total) = await tracks.ReadPageAsync(state, number, size, cancellationToken);
        return TypedResults.Json(
            new RemoteTrackPageBody(found, total, number, size, (total + size - 1) / size), ApiJson.Default.RemoteTrackPageBody);
    }

    private static Task<IResult> DereferenceAsync(string id, ICatalogue catalogue, ITrackAdministration administration, CancellationToken cancellationToken) =>
        ChangeAsync(id, catalogue, async track => await administration.DereferenceAsync(track.Hash, cancellationToken)
            ? ApiMessage.Ok($"Remote track {track.Id} dereferenced (marked unavailable)")
            : NotFound(track.Id), cancellationToken);

    private static Task<IResult> RereferenceAsync(string id, ICatalogue catalogue, ITrackAdministration administration, CancellationToken cancellationToken) =>
        ChangeAsync(id, catalogue, async track => await administration.RereferenceAsync(track.Hash, cancellationToken)
            ? ApiMessage.Ok($"Remote track {track.Id} rereferenced (marked available)")
            : NotFound(track.Id), cancellationToken);

    private static Task<IResult> PinAsync(string id, ICatalogue catalogue, BlobStore blobs, CancellationToken cancellationToken) =>
        ChangeAsync(id, catalogue, track => Task.FromResult(blobs.Pin(track.Hash) || blobs.PlaceOf(track.Hash) is BlobPlace.Pinned or BlobPlace.Kept
            ? ApiMessage.Ok($"Remote track {track.Id} pinned (kept here)")
            : NotHere(track.Id)), cancellationToken);

    private static Task<IResult> UnpinAsync(string id, ICatalogue catalogue, BlobStore blobs, CancellationToken cancellationToken) =>
        ChangeAsync(id, catalogue, track =>
        {
            blobs.Unpin(track.Hash);
            return Task.FromResult(ApiMessage.Ok($"Remote track {track.Id} unpinned (kept while the cache has room)"));
        }, cancellationToken);

    private static async Task<IResult> ChangeAsync(string id, ICatalogue catalogue, Func<Track, Task<IResult>> change, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var named))
        {
            return ApiMessage.Result(StatusCodes.Status400BadRequest, "Invalid track ID format");
        }

        return await catalogue.FindTrackAsync(named, cancellationToken) is { IsLocal: false } track ? await change(track) : NotFound(named);
    }

    private static IResult NotFound(Guid id) => ApiMessage.Result(StatusCodes.Status404NotFound, $"Remote track {id} not found");

    private static IResult NotHere(Guid id) =>
        ApiMessage.Result(StatusCodes.Status409Conflict, $"Remote track {id} is not here; play it to its end, then pin it");
}
