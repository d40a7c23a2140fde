using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>Shows covers: <c>GET /api/covers/{hash}</c>. Whatever else lies among the blobs is not found here.</summary>
internal static class CoverEndpoint
{
    /// <summary>A hash names these bytes for ever.</summary>
    private const string Immutable = "public, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead("/api/covers/{hash}", ShowAsync).WithMetadata(new PrivateGated());

    /// <summary>Where a picture is shown; null where there is none, or it is not here yet.</summary>
    public static string? UrlOf(BlobHash? cover, BlobStore blobs) => cover is { } hash && blobs.Contains(hash) ? $"/api/covers/{hash}" : null;

    private static async Task<IResult> ShowAsync(BlobHash hash, HttpResponse response, BlobStore blobs, CancellationToken cancellationToken)
    {
        var image = blobs.OpenRead(hash);
        if (image is null)
        {
            return UnknownCover();
        }

        var start = new byte[ImageType.BytesNeeded];
        var count = await image.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        if (ImageType.Of(start.AsSpan(0, count)) is not { } contentType)
        {
            await image.DisposeAsync();
            return UnknownCover();
        }

        image.Position = 0;
        response.Headers.CacheControl = Immutable;
        return TypedResults.Stream(image, contentType, entityTag: new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
    }

    private static IResult UnknownCover() => ApiError.Result(StatusCodes.Status404NotFound, "No cover has this hash.");
}
