using SoundTime.Grains.Search;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Has the filters of peers in memory before somebody asks: wakes all parts of routing at the start, and again and again, because a part may have been on a silo
/// that is gone.
/// </summary>
internal sealed class RoutingWaker(IGrainFactory grains, TimeProvider time, ILogger<RoutingWaker> logger) : PeerService
{
    /// <summary>How often all parts are woken.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private bool _hasFailed;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await Task.WhenAll(RoutingParts.Keys.Select(key => grains.GetGrain<IRoutingGrain>(key).WakeAsync(stoppingToken)));
                _hasFailed = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Grains fail as their stores do. Once is enough to be told of.
                NoteFailure(exception);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private void NoteFailure(Exception exception)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            logger.RoutingNotWoken(exception);
        }
    }
}
