using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using SoundTime.Storage.Blocking;

namespace SoundTime.Api;

/// <summary>The block list, for admins: <c>/api/admin/blocked-domains</c> (protocol sheet, section 9.5).</summary>
/// <remarks>
/// Changes go on where the client leaves, and end when the node stops: who was put on the list is to be cut off, and what they announced
/// removed, which may take longer than a request.
/// </remarks>
internal static class BlockedDomainEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var domains = admin.MapGroup("/blocked-domains");
        domains.MapRead("", ListAsync);
        domains.MapRead("/export", ListAsync);
        domains.MapPost("", BlockAsync).DisableRequestTimeout();
        domains.MapPost("/import", ImportAsync).DisableRequestTimeout();
        domains.MapDelete("/{id}", UnblockAsync);
    }

    private static async Task<IResult> ListAsync(IBlockList blocks, CancellationToken cancellationToken)
    {
        var entries = await blocks.ListAsync(cancellationToken);
        return TypedResults.Json([.. entries.Select(BlockedDomainBody.Of)], ApiJson.Default.IReadOnlyListBlockedDomainBody);
    }

    private static async Task<IResult> BlockAsync(
        HttpRequest request, IPeerBlocking blocking, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var block = BlockForm.Read(await JsonBody.ReadAsync(request, RequestJson.Default.BlockBody, cancellationToken));
        return await blocking.BlockAsync(block, lifetime.ApplicationStopping) is { } added
            ? TypedResults.Json(BlockedDomainBody.Of(added), ApiJson.Default.BlockedDomainBody, statusCode: StatusCodes.Status201Created)
            : ApiError.Result(StatusCodes.Status409Conflict, "Domain already blocked");
    }

    private static async Task<IResult> ImportAsync(
        HttpRequest request, IPeerBlocking blocking, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var entries = await JsonBody.ReadAsync(request, RequestJson.Default.IReadOnlyListBlockBody, cancellationToken);
        var added = await blocking.BlockAsync(BlockForm.Read(entries), lifetime.ApplicationStopping);
        return TypedResults.Json(new ImportedBlocksBody(added.Count, entries.Count - added.Count), ApiJson.Default.ImportedBlocksBody);
    }

    private static async Task<IResult> UnblockAsync(Guid id, IPeerBlocking blocking, CancellationToken cancellationToken) =>
        await blocking.UnblockAsync(id, cancellationToken) is not null
            ? TypedResults.NoContent()
            : ApiError.Result(StatusCodes.Status404NotFound, "Domain not found");
}
