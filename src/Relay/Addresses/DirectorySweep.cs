using Microsoft.Extensions.Hosting;

namespace SoundTime.Relay.Addresses;

/// <summary>Removes packets that were not published again for a week, every hour.</summary>
internal sealed class DirectorySweep(AddressDirectory directory, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await directory.SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
