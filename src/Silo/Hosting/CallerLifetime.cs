namespace SoundTime.Silo.Hosting;

/// <summary>The host lives as long as its caller wants: signals are the program's business, not the host's.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
