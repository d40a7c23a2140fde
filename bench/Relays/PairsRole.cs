using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SoundTime.Bench;

/// <summary>Many pairs of clients in one process. Each line on standard input starts one run over all of them and is answered with its result.</summary>
internal static class PairsRole
{
    /// <summary>Bytes of each datagram: what QUIC sends before it has probed the path.</summary>
    public const int DatagramBytes = 1200;

    /// <summary>Datagrams under way at once, over all pairs, when their number is measured: at least one for each. The kernel's buffer of one UDP socket holds them.</summary>
    private const int UnderWay = 64;

    /// <summary>Between two datagrams when their time is measured: a load that leaves room.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(4);

    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 16 };

    public static async Task<int> RunAsync(string kind, string relay, int count)
    {
        var pairs = new IDatagramPair[count];
        await Parallel.ForAsync(0, count, AtOnce, async (i, token) => pairs[i] = kind == "relay" ? await RelayPair.ConnectAsync(new Uri(relay), token) : new UdpPair());

        Console.WriteLine("connected");
        while (await Console.In.ReadLineAsync() is { } run)
        {
            await Parallel.ForEachAsync(pairs, AtOnce, async (pair, token) => await pair.ShowLifeAsync(token));
            BenchProtocol.Tell(run == "flood" ? await FloodAsync(pairs) : await PaceAsync(pairs));
        }

        return 0;
    }

    /// <summary>Each pair has some under way all the time; what arrives lets the next one go.</summary>
    private static async Task<PairsResult> FloodAsync(IDatagramPair[] pairs)
    {
        using var stop = new CancellationTokenSource();
        long arrived = 0;
        async Task RunPairAsync(IDatagramPair pair)
        {
            var datagram = new byte[DatagramBytes];
            for (var i = 0; i < Math.Max(1, UnderWay / pairs.Length); i++)
            {
                await pair.SendAsync(datagram, CancellationToken.None);
            }

            while (!stop.IsCancellationRequested)
            {
                await pair.ReceiveAsync(CancellationToken.None);
                Interlocked.Increment(ref arrived);
                await pair.SendAsync(datagram, CancellationToken.None);
            }

            for (var i = 0; i < Math.Max(1, UnderWay / pairs.Length); i++)
            {
                await pair.ReceiveAsync(CancellationToken.None);
            }
        }

        var started = Stopwatch.GetTimestamp();
        stop.CancelAfter(RunTime);
        await Task.WhenAll(pairs.Select(pair => Task.Run(() => RunPairAsync(pair))));
        return new PairsResult(arrived, Stopwatch.GetElapsedTime(started).TotalSeconds, []);
    }

    /// <summary>One datagram after the other, each over the next pair, with its time in it.</summary>
    private static async Task<PairsResult> PaceAsync(IDatagramPair[] pairs)
    {
        var datagrams = (int)(RunTime / Pace);
        var times = new double[datagrams];
        async Task ReceiveAsync(IDatagramPair pair, int first)
        {
            for (var i = first; i < datagrams; i += pairs.Length)
            {
                var datagram = await pair.ReceiveAsync(CancellationToken.None);
                times[i] = Stopwatch.GetElapsedTime(MemoryMarshal.Read<long>(datagram.Span)).TotalMicroseconds;
            }
        }

        var receiving = pairs.Select((pair, first) => Task.Run(() => ReceiveAsync(pair, first))).ToArray();
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Pace);
        var sent = new byte[DatagramBytes];
        for (var i = 0; i < datagrams;)
        {
            // A tick that comes late sends what is due by then.
            await timer.WaitForNextTickAsync();
            for (var due = Math.Min(datagrams, Stopwatch.GetElapsedTime(started) / Pace); i < due; i++)
            {
                MemoryMarshal.Write(sent, Stopwatch.GetTimestamp());
                await pairs[i % pairs.Length].SendAsync(sent, CancellationToken.None);
            }
        }

        await Task.WhenAll(receiving);
        return new PairsResult(datagrams, Stopwatch.GetElapsedTime(started).TotalSeconds, times);
    }
}
