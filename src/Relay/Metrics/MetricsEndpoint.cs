using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SoundTime.Relay.Metrics;

/// <summary><c>GET /metrics</c>, on a listener of its own: behind a proxy on the same machine every client looks local, so the port is what keeps strangers out.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly object Mark = new();

    /// <summary>Marks the connections of the listener for metrics.</summary>
    public static void UseMetricsMark(this ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Items[Mark] = Mark;
        return next(connection);
    });

    /// <summary>Answers what comes over that listener, and nothing else of it.</summary>
    public static void MapMetrics(this IApplicationBuilder app, RelayMetrics metrics) => app.MapWhen(
        context => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Mark) == true,
        branch => branch.Run(context =>
        {
            if (context.Request.Path != Path)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            context.Response.ContentType = ContentType;
            return context.Response.WriteAsync(PrometheusText.Write(metrics.Meter), context.RequestAborted);
        }));
}
