using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Relays;
using SoundTime.Relay.Access;
using SoundTime.Relay.Bounds;
using SoundTime.Relay.Http;
using SoundTime.Relay.Metrics;
using SoundTime.Relay.Sessions;

namespace SoundTime.Relay.Hosting;

/// <summary>Puts the parts of a relay together.</summary>
internal static class RelayApp
{
    /// <summary>Time that clients get to hear of the end.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4);

    /// <exception cref="RelayStartException">A file cannot be used.</exception>
    public static WebApplication Build(RelayOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        // The empty builder reads no other program's settings: no appsettings.json, no ASPNETCORE_ names.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var logger = loggers.CreateLogger<RelayHost>();
        var sources = new SourceCounter(options.Limits.MaxConnectionsPerAddress);
        var routes = new RelayRoutes();
        var metrics = new RelayMetrics(() => routes.Count);
        builder.Services
            .AddSingleton(loggers)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton(options)
            .AddSingleton(time)
            .AddSingleton(routes)
            .AddSingleton(sources)
            .AddSingleton(_ => metrics)
            .AddSingleton<RelayAccess>()
            .AddSingleton<RelayEndpoint>()
            .AddSingleton<IHostLifetime, CallersLifetime>()
            .AddHostedService<SessionWatch>()
            .AddRoutingCore()
            .Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        var certificate = options.Certificate is { } files ? new ReloadingCertificate(files, time, logger) : null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            SetLimits(kestrel, options.Limits);
            kestrel.Listen(options.ListenOn, listen =>
            {
                // Upgrades to WebSocket are what HTTP/1.1 has.
                listen.Protocols = HttpProtocols.Http1;
                if (!options.IsBehindProxy)
                {
                    listen.UseConnectionBounds(sources, metrics, logger);
                }

                if (certificate is not null)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        HandshakeTimeout = RelayLimits.HeadersTimeout,
                        OnConnection = _ => ValueTask.FromResult(certificate.Current),
                    });
                }
            });
        });

        var app = builder.Build();
        // The relay's own Pings watch the connections.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.MapGet(RelayProtocol.Path, app.Services.GetRequiredService<RelayEndpoint>().HandleAsync);
        app.MapProbes();
        return app;
    }

    private static void SetLimits(KestrelServerOptions kestrel, RelayLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxClients + RelayLimits.MaxOtherConnections;
        kestrel.Limits.RequestHeadersTimeout = RelayLimits.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = RelayLimits.KeepAliveTimeout;
        kestrel.Limits.MaxRequestLineSize = RelayLimits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = RelayLimits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = RelayLimits.MaxHeaders;
        kestrel.Limits.MaxRequestBodySize = 0;
    }
}
