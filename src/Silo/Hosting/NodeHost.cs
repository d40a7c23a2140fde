using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SoundTime.Api;
using SoundTime.Silo.Commands;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Options;
using SoundTime.Silo.Remote;
using SoundTime.Silo.Terminal;
using SoundTime.Storage;

namespace SoundTime.Silo.Hosting;

/// <summary>The running node: puts its parts together, starts them, tells where it listens, and stops them in time.</summary>
internal static class NodeHost
{
    /// <summary>Time that requests in progress get to end; the process is gone within five seconds of being asked.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Runs until the token is cancelled, which is the proper end.</summary>
    /// <exception cref="StartException">The node cannot start, or a part of it failed for good.</exception>
    /// <exception cref="StorageException">The data folder cannot be used.</exception>
    public static async Task RunAsync(NodeOptions options, ProgramContext context, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddNodeLogging(options));
        DataFolder.EnsureWritable(options.DataDirectory);
        using var folder = DataFolderLock.Take(options.DataDirectory);
        await using var parts = await NodeParts.OpenAsync(options, loggers, cancellationToken);
        var localToken = AdminToken.Create();
        await using var app = Build(options, parts, localToken, loggers);
        try
        {
            await StartAsync(app, options, cancellationToken);
        }
        catch
        {
            // What did start ends in its order; cut off, it would fail over what is gone and say so beside the reason.
            await StopAsync(app);
            throw;
        }

        using var offered = NodeAccessFile.Offer(options.DataDirectory, new NodeAccess(LocalUrlOf(app, options), localToken));
        var report = Describe(app, options, parts.Network) with { AdminToken = await MakeAdminTokenAsync(app, options, cancellationToken) };
        StartBanner.Write(report, context.Output, context.OutputIsTerminal);

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (app.Lifetime.ApplicationStopping.Register(stopped.SetResult))
        using (cancellationToken.Register(app.Lifetime.StopApplication))
        {
            await stopped.Task;
        }

        var failure = FindFailure(app);
        await StopAsync(app);
        if (!cancellationToken.IsCancellationRequested)
        {
            throw failure ?? new StartException(StartFailure.ServiceFailed, "a part of the node failed and the node stopped; the lines above say which.");
        }
    }

    private static WebApplication Build(NodeOptions options, NodeParts parts, string localToken, ILoggerFactory loggers)
    {
        // The empty builder reads no other program's settings: no appsettings.json, no ASPNETCORE_ names.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.Services.AddNode(options, parts, localToken);
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = StopTimeout;
            // So that a listener who waits for a peer's bytes is told at once that none will come. What calls grains ends in the phase before
            // (PeerService), then they run what they have begun, and last, with NodeParts, the endpoint and the stores are closed.
            host.ServicesStopConcurrently = true;
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        return builder.Build().MapSoundTimeApi();
    }

    /// <summary>The service that ended the node, in a line.</summary>
    private static StartException? FindFailure(WebApplication app)
    {
        foreach (var service in app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { IsFaulted: true, Exception: { } exception })
            {
                var cause = exception.GetBaseException();
                return exception.InnerException as StartException
                    ?? new StartException(StartFailure.ServiceFailed, $"the node stopped because {service.GetType().Name} failed: {cause.Message}", cause);
            }
        }

        return null;
    }

    private static async Task StopAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The time is over; what still runs is cut off with the process.
        }
    }

    private static void Listen(KestrelServerOptions kestrel, NodeOptions options)
    {
        kestrel.AddServerHeader = false;
        if (options.Host.Equals(IPAddress.IPv6Any))
        {
            // Falls back to IPv4 where the machine has no IPv6.
            kestrel.ListenAnyIP(options.Port);
        }
        else
        {
            kestrel.Listen(options.Host, options.Port);
        }
    }

    private static async Task StartAsync(WebApplication app, NodeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await StartHostAsync(app, options, cancellationToken);
        }
        catch
        {
            // The services before the one that failed run already, and a host that was not stopped takes their end for failures.
            await StopAsync(app);
            throw;
        }
    }

    private static async Task StartHostAsync(WebApplication app, NodeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartException(
                StartFailure.AddressInUse,
                $"another program listens on TCP port {options.Port} already; stop it, or choose another port with --port.",
                exception);
        }
        catch (SocketException exception)
        {
            throw new StartException(
                StartFailure.AddressNotAvailable,
                $"cannot listen on {new IPEndPoint(options.Host, options.Port)} ({exception.Message}); choose another address with --host or another port with --port.",
                exception);
        }
    }

    /// <summary>The admin token, at the first start of the instance; null at every other, and where the admin has set one.</summary>
    private static async Task<string?> MakeAdminTokenAsync(WebApplication app, NodeOptions options, CancellationToken cancellationToken) =>
        options.AdminToken is null ? await app.Services.GetRequiredService<AdminTokenStore>().TryCreateAsync(cancellationToken) : null;

    private static IEnumerable<string> AddressesOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>Every address has the same port, which the system chose where the options leave it to it.</summary>
    private static Uri LocalUrlOf(WebApplication app, NodeOptions options) => LocalUrl.Of(options.Host, BindingAddress.Parse(AddressesOf(app).First()).Port);

    private static StartReport Describe(WebApplication app, NodeOptions options, NetworkParts? network) => new()
    {
        NodeId = network?.Endpoint.Id,
        UdpAddresses = [.. network?.Endpoint.LocalEndPoints.Select(address => address.ToString()) ?? []],
        Relays = network is null ? [] : [.. options.Relays.Select(relay => relay.Url.Uri.Authority.TrimEnd('.'))],
        Lookups = network?.Discovery.Each.Select(lookup => lookup.Name).ToList() ?? [],
        HttpAddresses = [.. AddressesOf(app)],
        DataDirectory = options.DataDirectory,
        Database = NodeStores.Describe(options),
        LibraryDirectory = options.LibraryDirectory,
    };
}
