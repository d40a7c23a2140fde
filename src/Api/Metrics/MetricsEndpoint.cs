using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SoundTime.Api;

/// <summary>What the node counts and measures: <c>GET /metrics</c>, for the admin and for programs of the node's own machine.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/metrics", WriteAsync).WithMetadata(new AdminOnly(ExceptOnThisMachine: true));

    private static async Task<IResult> WriteAsync(IMetricsText metrics, CancellationToken cancellationToken) =>
        TypedResults.Text(await metrics.WriteAsync(cancellationToken), ContentType);
}
