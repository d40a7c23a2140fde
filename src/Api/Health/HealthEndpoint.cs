using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SoundTime.Api;

/// <summary>Says whether the node is well: <c>GET /healthz</c>, 200 or 503, naming what fails.</summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { ResponseWriter = WriteAsync })
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var checks = report.Entries.ToDictionary(entry => entry.Key, entry => new HealthCheckBody(Name(entry.Value.Status), Detail(entry.Value)));
        var status = report.Status == HealthStatus.Unhealthy ? "failing" : "ok";
        var body = new HealthBody(status, NodeEndpoints.Version, checks);
        return context.Response.WriteAsJsonAsync(body, ApiJson.Default.HealthBody, cancellationToken: context.RequestAborted);
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "failing",
    };

    /// <summary>A check that threw has its exception's text as description, which is for the log and not for everybody.</summary>
    private static string? Detail(HealthReportEntry entry) => entry switch
    {
        { Status: HealthStatus.Healthy } => null,
        { Exception: not null } => "The check failed; the node's log says why.",
        _ => entry.Description,
    };
}
