namespace SoundTime.Silo.Peers;

/// <summary>
/// A running part that calls grains or that grains' work waits for. It ends before they do: a host stops its services side by side, but those that
/// ask for it in an earlier phase.
/// </summary>
internal abstract class PeerService : BackgroundService, IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends; what <see cref="BackgroundService.StopAsync"/> does later is then done already.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
