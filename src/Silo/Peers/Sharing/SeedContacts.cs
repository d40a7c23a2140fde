using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Keeps in contact with the nodes that the admin named: greets each at the start, gives it our catalogue, and holds a connection to it; when
/// that ends, greets it again, at growing intervals while it is away.
/// </summary>
internal sealed class SeedContacts(
    SeedList seeds, IrohEndpoint endpoint, PeerDirectory directory, PeerConnections connections, PeerClient client, CataloguePush push,
    TimeProvider time, ILogger<SeedContacts> logger) : BackgroundService
{
    /// <summary>Seeds that are greeted at once; a seed that is away takes the time limit of a dial.</summary>
    private const int MaxGreetings = 8;

    /// <summary>Pause after the first failure; each that follows is twice as long.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _greetings = new(MaxGreetings);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _greetings.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var others = seeds.Addresses.Where(address => address.Id != endpoint.Id).ToList();
        others.ForEach(directory.AddSeed);
        return Task.WhenAll(others.Select(address => address.Id).Distinct().Select(seed => KeepInContactAsync(seed, stoppingToken)));
    }

    private async Task KeepInContactAsync(NodeId seed, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            try
            {
                using var lease = await GreetAsync(seed, cancellationToken);
                failures = 0;
                await lease.Connection.Closed.WaitAsync(cancellationToken);
            }
            catch (PeerRequestException exception)
            {
                failures++;
                logger.SeedAway(seed.ShortText, exception.Reason, exception.Message);
            }

            await Task.Delay(PauseAfter(failures), time, cancellationToken);
        }
    }

    private async Task<ConnectionLease> GreetAsync(NodeId seed, CancellationToken cancellationToken)
    {
        await _greetings.WaitAsync(cancellationToken);
        try
        {
            var pong = await client.PingAsync(seed, cancellationToken);
            logger.SeedAnswered(seed.ShortText, pong.TrackCount, pong.Version);
            push.Request(seed);
            return await connections.RentAsync(seed, ConnectionPurpose.Request, cancellationToken);
        }
        finally
        {
            _greetings.Release();
        }
    }

    /// <summary>Twice as long with each failure, and up to a quarter more or less, so that nodes that lost a seed together do not return together.</summary>
    private static TimeSpan PauseAfter(int failures)
    {
        var doublings = Math.Clamp(failures - 1, 0, 16);
        var pause = Math.Min(FirstPause.TotalSeconds * (1 << doublings), LongestPause.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (0.75 + (Random.Shared.NextDouble() / 2)));
    }
}
