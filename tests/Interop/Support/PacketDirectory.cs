using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Keeps whatever is handed to it under its path and gives it out again: what it holds is for others to check.</summary>
internal sealed class PacketDirectory : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _packets = new();
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private PacketDirectory()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Ends when it holds something.</summary>
    public Task Stored => _stored.Task;

    public static async Task<PacketDirectory> StartAsync(CancellationToken cancellationToken)
    {
        var directory = new PacketDirectory();
        await directory._app.StartAsync(cancellationToken);
        return directory;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsPut(context.Request.Method))
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _packets[context.Request.Path] = body.ToArray();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            _stored.TrySetResult();
        }
        else if (_packets.TryGetValue(context.Request.Path, out var packet))
        {
            await context.Response.Body.WriteAsync(packet, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
