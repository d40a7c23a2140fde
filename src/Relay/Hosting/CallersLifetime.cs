using Microsoft.Extensions.Hosting;

namespace SoundTime.Relay.Hosting;

/// <summary>The relay lives as long as its owner wants: signals are the program's business.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
