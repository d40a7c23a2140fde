using Microsoft.Extensions.Hosting;
using SoundTime.Relay.Sessions;

namespace SoundTime.Relay.Hosting;

/// <summary>Looks at all sessions about twice a second, and tells them when the relay stops.</summary>
internal sealed class SessionWatch(RelayRoutes routes, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = lifetime.ApplicationStopping.Register(StopAll);
        using var timer = new PeriodicTimer(RelayLimits.WatchInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var session in routes.List())
                {
                    session.Watch();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void StopAll()
    {
        foreach (var session in routes.List())
        {
            session.Stop();
        }
    }
}
