using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SoundTime.Storage.Integrity;

namespace SoundTime.Api;

/// <summary>What was found wrong with the files that this node holds, for admins: <c>GET /api/admin/integrity</c>.</summary>
internal static class IntegrityEndpoint
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapRead("/integrity", ListAsync);

    /// <summary>One page of findings, the newest first: those that are open, or all that are kept.</summary>
    private static async Task<IResult> ListAsync(
        int? page,
        [FromQuery(Name = "per_page")] int? perPage,
        [FromQuery(Name = "resolved")] bool? resolved,
        IIntegrityStore integrity,
        CancellationToken cancellationToken)
    {
        var number = Math.Max(page ?? 1, 1);
        var size = Math.Clamp(perPage ?? ApiLimits.DefaultPerPage, 1, ApiLimits.MaxPerPage);
        var found = await integrity.ListAsync(openOnly: resolved != true, number, size, cancellationToken);
        var open = await integrity.CountOpenAsync(cancellationToken);
        var scrub = await integrity.FindProgressAsync(cancellationToken);
        var body = new IntegrityBody(
            [.. found.Findings.Select(StoredFindingBody.Of)],
            found.Total,
            number,
            size,
            (found.Total + size - 1) / size,
            open.Values.Sum(),
            ScrubBody.Of(scrub));
        return TypedResults.Json(body, ApiJson.Default.IntegrityBody);
    }
}
