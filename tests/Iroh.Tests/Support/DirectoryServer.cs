using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Lookup;

namespace SoundTime.Iroh.Tests.Support;

/// <summary>An HTTP server on a loopback port that answers as the test says, and keeps what is handed to it.</summary>
internal sealed class DirectoryServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Path, byte[] Body)> _puts = Channel.CreateUnbounded<(string, byte[])>();

    private DirectoryServer(WebApplication app) => _app = app;

    /// <summary>Its URL, with a path.</summary>
    public Uri Url => new($"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/pkarr");

    /// <summary>How a GET is answered.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => Status(context, StatusCodes.Status404NotFound);

    /// <summary>Status that a PUT is answered with.</summary>
    public int PutStatus { get; set; } = StatusCodes.Status204NoContent;

    public static async Task<DirectoryServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new DirectoryServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Answers GET requests of this packet's path with it.</summary>
    public void Serve(SignedPacket packet, string? path = null) => Answer = context =>
    {
        context.Response.StatusCode = path is null || context.Request.Path == path ? StatusCodes.Status200OK : StatusCodes.Status410Gone;
        return context.Response.Body.WriteAsync(packet.Payload, context.RequestAborted).AsTask();
    };

    /// <summary>Answers GET requests with a status and these bytes.</summary>
    public void Serve(int status, byte[] body) => Answer = context =>
    {
        context.Response.StatusCode = status;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    };

    /// <summary>The next packet that was handed to it.</summary>
    public ValueTask<(string Path, byte[] Body)> TakePutAsync() => _puts.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether nothing was handed to it that the test has not taken.</summary>
    public bool HasNoPut => !_puts.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPut(context.Request.Method))
        {
            await Answer(context);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Response.StatusCode = PutStatus;
        _puts.Writer.TryWrite((context.Request.Path, body.ToArray()));
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
