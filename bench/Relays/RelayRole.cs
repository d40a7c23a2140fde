using System.Net;
using SoundTime.Relay;

namespace SoundTime.Bench;

/// <summary>A relay in a process of its own: prints its URL, and for each line that it is sent what it has used.</summary>
internal static class RelayRole
{
    private const int ManyConnections = 100_000;

    public static async Task<int> RunAsync()
    {
        await using var relay = await RelayHost.StartAsync(new RelayOptions
        {
            ListenOn = new IPEndPoint(IPAddress.Loopback, 0),
            Limits = new RelayLimits { BytesPerSecond = 0, MaxConnectionsPerAddress = ManyConnections },
        });
        Console.WriteLine(relay.Url);
        while (await Console.In.ReadLineAsync() is not null)
        {
            BenchProtocol.Tell(RelayUsage.Take());
        }

        return 0;
    }
}
