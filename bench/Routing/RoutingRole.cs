using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Search;
using SoundTime.Storage.GrainStates;
using SoundTime.Storage.Peers;
using SoundTime.Testing;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Bench;

/// <summary>Routes questions through the grains of all parts, then through the same filters in arrays.</summary>
internal static class RoutingRole
{
    private const int MaxWords = 3;
    private const int Limit = 10;
    private const int WarmUpQuestions = 300;

    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(50);

    /// <param name="questions">How many questions of each length are asked.</param>
    public static async Task<int> RunAsync(int questions)
    {
        var peers = new FilteredPeers();
        var memory = new FilterMemory(2 * peers.FilterBytes);
        await using var services = Build(peers, memory);
        var runtime = services.GetRequiredService<EmbeddedGrainRuntime>();
        await runtime.StartAsync(CancellationToken.None);
        IRoutingGrain[] parts = [.. RoutingParts.Keys.Select(services.GetRequiredService<IGrainFactory>().GetGrain<IRoutingGrain>)];

        var before = MemorySnapshot.Take().Resident;
        await Task.WhenAll(parts.Select(part => part.WakeAsync(CancellationToken.None)));
        while (memory.Used < peers.FilterBytes)
        {
            await Task.Delay(PollPause, TimeProvider.System, CancellationToken.None);
        }

        var loaded = MemorySnapshot.Take().Resident;
        await ReplaceAllAsync(peers, services.GetRequiredService<IGrainFactory>());
        var (peak, replaced) = (ProcessMemory.PeakResident(Environment.ProcessId), MemorySnapshot.Take().Resident);

        var (ours, ourCpu) = (new double[MaxWords][], new double[MaxWords]);
        for (var words = 1; words <= MaxWords; words++)
        {
            (ours[words - 1], ourCpu[words - 1]) = await AskAsync(words, questions, question => RouteAsync(parts, question));
        }

        await runtime.StopAsync(CancellationToken.None);
        var array = peers.Ids.Select((_, i) => peers.FilterOf(i + peers.Generation)).Select(filter => filter with { Bitmap = filter.Bitmap.ToArray() }).ToArray();
        var chosen = new long[MaxWords];
        var (reference, referenceCpu) = (new double[MaxWords][], new double[MaxWords]);
        for (var words = 1; words <= MaxWords; words++)
        {
            var number = words - 1;
            (reference[number], referenceCpu[number]) = await AskAsync(words, questions, question =>
            {
                chosen[number] += CountMatches(array, question);
                return Task.CompletedTask;
            });
        }

        BenchProtocol.Tell(new RoutingResult(
            peers.FilterBytes, before, loaded, replaced, peak, ours, reference, ourCpu, referenceCpu, [.. chosen.Select(count => (double)count / (questions + WarmUpQuestions))]));
        return 0;
    }

    private static ServiceProvider Build(FilteredPeers peers, FilterMemory memory)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IPeerStore>(peers);
        services.AddSingleton<IGrainStateStore>(new MemoryGrainStateStore());
        services.AddSingleton<IReminderStore>(new MemoryReminderStore());
        services.AddSingleton(memory);
        services.AddEmbeddedGrains(typeof(IRoutingGrain).Assembly);
        return services.BuildServiceProvider();
    }

    /// <summary>As all peers do within five minutes, at once. Ends when the last part has read all of its filters.</summary>
    private static async Task ReplaceAllAsync(FilteredPeers peers, IGrainFactory grains)
    {
        peers.Generation++;
        foreach (var id in peers.Ids)
        {
            await grains.GetGrain<IRoutingGrain>(RoutingParts.KeyOf(id)).FilterChangedAsync(id.ToString(), CancellationToken.None);
        }

        while (peers.Reads < 2 * FilteredPeers.Count)
        {
            await Task.Delay(PollPause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Milliseconds of each question, and processor time of one. The same questions whoever answers; the first ones are not counted.</summary>
    private static async Task<(double[] Milliseconds, double Cpu)> AskAsync(int words, int questions, Func<string, Task> route)
    {
        var random = new Random(words);
        var taken = new List<double>(questions);
        var cpu = TimeSpan.Zero;
        for (var i = 0; i < WarmUpQuestions + questions; i++)
        {
            cpu = i == WarmUpQuestions ? Environment.CpuUsage.TotalTime : cpu;
            var question = FilteredPeers.QuestionOf(words, random);
            var started = Stopwatch.GetTimestamp();
            await route(question);
            taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return ([.. taken.Skip(WarmUpQuestions)], (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / questions);
    }

    /// <summary>As the grain of a question does it.</summary>
    private static async Task RouteAsync(IRoutingGrain[] parts, string question)
    {
        var routed = await Task.WhenAll(parts.Select(part => part.RouteAsync(question, Limit, CancellationToken.None)));
        _ = routed.SelectMany(peers => peers)
            .OrderByDescending(peer => peer.HasFilter).ThenByDescending(peer => peer.Score).ThenBy(peer => peer.Peer, StringComparer.Ordinal)
            .Take(Limit).ToList();
    }

    private static int CountMatches(PeerFilter[] filters, string text)
    {
        var question = BloomQuestion.Parse(text);
        return filters.Count(filter => question.Words.All(word => word.Any(term => new BloomProbe(
            new SipKey(filter.Keys[0], filter.Keys[1]), new SipKey(filter.Keys[2], filter.Keys[3]), term).IsIn(filter.Bitmap.Span, filter.NumHashes))));
    }
}
