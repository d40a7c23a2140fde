using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Lookup;
using SoundTime.Iroh.Relays;
using SoundTime.Relay.Access;
using SoundTime.Relay.Bounds;
using SoundTime.Relay.Addresses;
using SoundTime.Relay.Http;
using SoundTime.Relay.Metrics;
using SoundTime.Relay.Sessions;
using SoundTime.Relay.Stun;

namespace SoundTime.Relay.Hosting;

/// <summary>Puts the parts of a relay together.</summary>
internal static class RelayApp
{
    /// <summary>Time that clients get to hear of the end, with room below the five seconds in which the command ends.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    /// <exception cref="RelayStartException">A file cannot be used.</exception>
    public static WebApplication Build(RelayOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        var logger = loggers.CreateLogger<RelayHost>();
        var routes = new RelayRoutes();
        var directory = options.Directory is { } kept ? new AddressDirectory(kept, options.Tokens.Count == 0 ? options.AllowedNodes : [], time, logger) : null;
        var metrics = new RelayMetrics(() => routes.Count, () => directory?.Count ?? 0);
        var sources = new SourceCounter(options.Limits.MaxConnectionsPerAddress);
        var certificate = options.Certificate is { } files ? new ReloadingCertificate(files, time, logger) : null;

        // The empty builder reads no other program's settings: no appsettings.json, no ASPNETCORE_ names.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services
            .AddSingleton(loggers)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton(time)
            .AddSingleton(routes)
            .AddSingleton(_ => metrics)
            .AddSingleton<IHostLifetime, CallersLifetime>()
            .AddHostedService<SessionWatch>()
            .AddRoutingCore()
            .Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        if (directory is not null)
        {
            builder.Services.AddSingleton(_ => directory).AddHostedService<DirectorySweep>();
        }

        if (options.StunOn is { } stunOn)
        {
            var responder = new StunResponder(stunOn, metrics, time);
            builder.Services.AddSingleton(_ => responder).AddHostedService(services => services.GetRequiredService<StunResponder>());
        }

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            SetLimits(kestrel, options.Limits);
            Listen(kestrel, options.ListenOn, listen =>
            {
                if (!options.IsBehindProxy)
                {
                    listen.UseConnectionBounds(sources, metrics, logger);
                }

                UseTls(listen, certificate);
            });
            if (options.MetricsOn is { } metricsOn)
            {
                Listen(kestrel, metricsOn, listen => listen.UseMetricsMark());
            }
        });

        var app = builder.Build();
        app.MapMetrics(metrics);
        // Without its own Pings: the relay's watch the connections.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.UseRouting();
        app.MapGet(RelayProtocol.Path, new RelayEndpoint(options, routes, new RelayAccess(options), sources, metrics, time, logger).HandleAsync);
        app.MapProbes();
        if (directory is not null)
        {
            var endpoints = new DirectoryEndpoints(options, options.Directory!, directory, metrics, time);
            app.MapGet(DirectoryEndpoints.Pattern, endpoints.GetAsync);
            app.MapPut(DirectoryEndpoints.Pattern, endpoints.PutAsync);
        }

        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint address, Action<ListenOptions> configure)
    {
        if (address.Address.Equals(IPAddress.IPv6Any) && address.Port != 0)
        {
            // Falls back to IPv4 where the machine has no IPv6.
            kestrel.ListenAnyIP(address.Port, configure);
        }
        else
        {
            kestrel.Listen(address, configure);
        }
    }

    private static void UseTls(ListenOptions listen, ReloadingCertificate? certificate)
    {
        if (certificate is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = RelayLimits.HeadersTimeout,
                OnConnection = _ => ValueTask.FromResult(certificate.Current),
            });
        }
    }

    private static void SetLimits(KestrelServerOptions kestrel, RelayLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxClients + RelayLimits.MaxOtherConnections;
        kestrel.Limits.RequestHeadersTimeout = RelayLimits.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = RelayLimits.KeepAliveTimeout;
        kestrel.Limits.MaxRequestBufferSize = RelayLimits.MaxReadAhead;
        kestrel.Limits.MaxRequestLineSize = RelayLimits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = RelayLimits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = RelayLimits.MaxHeaders;
        // More than a publication may have, so that the answer to a longer one is the directory's, which stops reading. The frames of a chunked body count here.
        kestrel.Limits.MaxRequestBodySize = 2 * SignedPacket.MaxPayload;
        // Upgrades to WebSocket are what HTTP/1.1 has.
        kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http1);
    }
}
