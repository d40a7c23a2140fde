using SoundTime.Grains.Tracks;

namespace SoundTime.Silo.Peers;

/// <summary>Has the health sweep set its reminder at the start, which does not wait for it. From then on the reminder calls it, wherever its grain is.</summary>
internal sealed class HealthSweepStarter(IGrainFactory grains, TimeProvider time, ILogger<HealthSweepStarter> logger) : PeerService
{
    /// <summary>Pause before it is tried again where it failed.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasFailed = false;
        while (true)
        {
            try
            {
                await grains.GetGrain<IHealthSweepGrain>(HealthSweepKey.Value).StartAsync(stoppingToken);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Grains fail as their stores do. Once is enough to be told of.
                if (!hasFailed)
                {
                    hasFailed = true;
                    logger.SweepNotStarted(exception);
                }
            }

            await Task.Delay(RetryPause, time, stoppingToken);
        }
    }
}
