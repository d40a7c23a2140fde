using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SoundTime.Iroh.Tests.Support;

/// <summary>A relay of the test's own, which does what it should unless the test says otherwise.</summary>
internal sealed class TestRelay : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<TestRelayVisit, bool> _visits = new();

    private TestRelay(WebApplication app) => _app = app;

    /// <summary>Does the work of one WebSocket.</summary>
    public Func<TestRelayVisit, Task> Serve { get; set; } = visit => visit.ServeAsync();

    /// <summary>Answers <c>GET /ping</c>.</summary>
    public Func<HttpContext, Task> Ping { get; set; } = _ => Task.CompletedTask;

    /// <summary>Answers <c>GET /relay</c> in place of a WebSocket, where that is wanted.</summary>
    public Func<HttpContext, Task>? Refuse { get; set; }

    /// <summary>Those that are connected.</summary>
    public IEnumerable<TestRelayVisit> Visits => _visits.Keys;

    /// <summary>How often <c>/relay</c> was asked for.</summary>
    public int Attempts => Requests.Count;

    /// <summary>The headers of each request for <c>/relay</c>, and its path and query.</summary>
    public ConcurrentQueue<(string Target, IHeaderDictionary Headers)> Requests { get; } = new();

    public RelayUrl Url => RelayUrl.Parse(_app.Urls.First());

    public static async Task<TestRelay> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var relay = new TestRelay(builder.Build());
        relay._app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        relay._app.Run(relay.HandleAsync);
        await relay._app.StartAsync();
        return relay;
    }

    /// <summary>Ends all connections.</summary>
    public void Drop()
    {
        foreach (var visit in Visits)
        {
            visit.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Drop();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path == "/ping")
        {
            await Ping(context);
            return;
        }

        if (context.Request.Path != "/relay")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Requests.Enqueue((context.Request.Path + context.Request.QueryString, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        if (Refuse is not null)
        {
            await Refuse(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync("iroh-relay-v2");
        using var visit = new TestRelayVisit(this, socket, context);
        _visits[visit] = true;
        try
        {
            await Serve(visit);
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or OperationCanceledException or IOException)
        {
            // The client has left, or Drop was called.
        }
        finally
        {
            _visits.TryRemove(visit, out _);
        }
    }
}
