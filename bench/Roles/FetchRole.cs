using System.Diagnostics;
using SoundTime.Iroh;

namespace SoundTime.Bench;

/// <summary>Many peers in one process: connects all, prints <c>ready</c>, and on a line of input fetches over all connections at once.</summary>
internal static class FetchRole
{
    private const int WarmUpBytes = 1 << 20;

    public static async Task<int> RunAsync(string address, int peers, long bytes)
    {
        await using var endpoint = BenchProtocol.Bind();
        var server = NodeAddress.Parse(address);
        var connections = await Task.WhenAll(Enumerable.Range(0, peers).Select(_ => endpoint.ConnectAsync(server)));
        await BenchProtocol.DownloadAsync(connections[0], WarmUpBytes);
        Console.WriteLine("ready");
        if (await Console.In.ReadLineAsync() is null)
        {
            return 1;
        }

        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select(connection => BenchProtocol.DownloadAsync(connection, bytes)));
        BenchProtocol.Tell(new WorkResult(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
        return 0;
    }
}
