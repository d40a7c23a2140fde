using System.Diagnostics;
using SoundTime.Iroh;

namespace SoundTime.Bench;

/// <summary>Moves bytes over one stream of one connection and prints what that took: from the request to the last byte or its receipt.</summary>
internal static class TransferRole
{
    public static async Task<int> RunAsync(string direction, string address, string file, long bytes)
    {
        await using var endpoint = BenchProtocol.Bind();
        await using var connection = await endpoint.ConnectAsync(NodeAddress.Parse(address));
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await (direction == "up" ? BenchProtocol.UploadAsync(connection, file, bytes) : BenchProtocol.DownloadAsync(connection, bytes));
        BenchProtocol.Tell(new WorkResult(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
        return 0;
    }
}
