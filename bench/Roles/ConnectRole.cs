using System.Diagnostics;
using SoundTime.Iroh;

namespace SoundTime.Bench;

/// <summary>Connects and closes, over and over, and prints how many milliseconds each connect took.</summary>
internal static class ConnectRole
{
    /// <summary>Connects before those that count: the runtime compiles what it runs for the first time.</summary>
    private const int WarmUps = 20;

    public static async Task<int> RunAsync(string address, int count)
    {
        await using var endpoint = BenchProtocol.Bind();
        var server = NodeAddress.Parse(address);
        var milliseconds = new List<double>();
        for (var i = 0; i < WarmUps + count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var connection = await endpoint.ConnectAsync(server);
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        BenchProtocol.Tell(milliseconds.Skip(WarmUps));
        return 0;
    }
}
