using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh;
using SoundTime.Relay.Hosting;
using SoundTime.Relay.Sessions;
using SoundTime.Relay.Stun;

namespace SoundTime.Relay;

/// <summary>A running relay: passes datagrams between nodes that cannot reach each other, without being able to read them (iroh sheet, section 8).</summary>
public sealed class RelayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RelayRoutes _routes;

    private RelayHost(WebApplication app, RelayOptions options)
    {
        _app = app;
        _routes = app.Services.GetRequiredService<RelayRoutes>();
        // In the order in which RelayApp listens.
        var ports = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port).ToArray();
        EndPoint = new IPEndPoint(options.ListenOn.Address, ports[0]);
        MetricsEndPoint = options.MetricsOn is { } metrics ? new IPEndPoint(metrics.Address, ports[1]) : null;
        StunEndPoint = app.Services.GetService<StunResponder>()?.EndPoint;
        var host = options.ListenOn.Address.Equals(IPAddress.Any) || options.ListenOn.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : options.ListenOn.Address;
        Url = RelayUrl.Parse($"{(options.Certificate is null ? "http" : "https")}://{new IPEndPoint(host, EndPoint.Port)}/");
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Where metrics are read; null for nowhere.</summary>
    public IPEndPoint? MetricsEndPoint { get; }

    /// <summary>Where STUN is answered; null for nowhere.</summary>
    public IPEndPoint? StunEndPoint { get; }

    /// <summary>How nodes on this machine reach it: where it listens on all addresses, by the loopback address.</summary>
    public RelayUrl Url { get; }

    /// <summary>Connections of clients at the moment.</summary>
    public int Clients => _routes.Count;

    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts a relay, which then runs until it is disposed of.</summary>
    /// <exception cref="RelayStartException">It cannot listen there, or a file cannot be used.</exception>
    public static async Task<RelayHost> StartAsync(
        RelayOptions options, ILoggerFactory? loggers = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var app = RelayApp.Build(options, loggers ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
        try
        {
            await app.StartAsync(cancellationToken);
            return new RelayHost(app, options);
        }
        catch (Exception exception)
        {
            await app.DisposeAsync();
            if (exception is IOException or SocketException)
            {
                var addresses = options.MetricsOn is { } metrics ? $"{options.ListenOn} or {metrics}" : options.ListenOn.ToString();
                throw new RelayStartException(
                    RelayStartFailure.Address,
                    $"cannot listen on {addresses} ({exception.Message.TrimEnd('.')}); stop the program that does, or choose an address of this machine and a free port with --listen and --metrics.",
                    exception);
            }

            throw;
        }
    }

    /// <summary>Tells the clients, closes their connections, and ends within a few seconds.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _app.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time is over; what still runs is cut off.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }
}
