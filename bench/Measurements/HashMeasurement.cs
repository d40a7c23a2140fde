using System.Diagnostics;
using System.Security.Cryptography;
using SoundTime.Blake3;

namespace SoundTime.Bench;

/// <summary>How fast a file is hashed, beside b3sum, and how fast each implementation is in memory.</summary>
internal sealed class HashMeasurement : IMeasurement
{
    private const double Gigabyte = 1e9;

    /// <summary>Hashed in memory at a time, and how often: larger than any cache, 512 MiB in all.</summary>
    private const int MemoryLength = 64 << 20;
    private const int MemoryPasses = 8;

    public string Name => "hash";

    public string Title => "BLAKE3 of 1 GiB, one thread";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var subjects = new (string Name, Func<Task<Hashing>> RunAsync)[]
        {
            ("ours, Blake3File", () => RunOursAsync(context.LargeFile, cancellationToken)),
            ("b3sum", () => RunTheirsAsync(context, [], cancellationToken)),
            ("b3sum --no-mmap", () => RunTheirsAsync(context, ["--no-mmap"], cancellationToken)),
        };
        var runs = subjects.Select(_ => new List<Hashing>()).ToArray();

        // The first run of each is not counted: it warms up the page cache and our compiler.
        for (var run = 0; run <= context.Runs; run++)
        {
            for (var i = 0; i < subjects.Length; i++)
            {
                runs[i].Add(await subjects[i].RunAsync());
            }
        }

        if (runs.SelectMany(row => row).DistinctBy(hashing => hashing.Hash).Count() != 1)
        {
            throw new BenchException("The hashes differ.");
        }

        var ours = MedianSpeed(runs[0]);
        var rows = subjects.Select((subject, i) => ToRow("file in the page cache", subject.Name, runs[i], i == 0 ? null : ours / MedianSpeed(runs[i]))).ToList();
        rows.AddRange(Compression.Supported().Select(compression => ToRow("memory", $"ours, {compression.Name}", HashMemory(compression, context.Runs), null)));
        return new Section(
            Name,
            Title,
            "All: the same file, all of it in the page cache, hashed by one thread. Ours: inside this process. b3sum --num-threads 1: its whole run, "
            + "a few milliseconds of start included. In memory: 64 MiB, eight times, by each implementation that the processor has; the last is the one in use.",
            "at least 0.9 of b3sum",
            [
                new("input", "Input"), new("program", "Program"), new("best", "Best GB/s", "F2"), new("median", "Median GB/s", "F2"),
                new("perCpuSecond", "GB per CPU s", "F2"), new("ratio", "Ours / this", "F2"),
            ],
            rows);
    }

    private static async Task<Hashing> RunOursAsync(string file, CancellationToken cancellationToken)
    {
        var hash = new byte[Blake3Hasher.HashLength];
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var length = await Blake3File.HashAsync(file, hash, null, cancellationToken);
        return new Hashing(length, Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Convert.ToHexStringLower(hash));
    }

    private static async Task<Hashing> RunTheirsAsync(BenchContext context, string[] options, CancellationToken cancellationToken)
    {
        var run = await ToolRun.RunAsync(context.Folder, ["b3sum", "--num-threads", "1", "--no-names", .. options, context.LargeFile], cancellationToken);
        return new Hashing(BenchContext.FileLength, run.Seconds, run.CpuSeconds, run.Output.Trim());
    }

    private static List<Hashing> HashMemory(Compression compression, int runs)
    {
        var input = GC.AllocateUninitializedArray<byte>(MemoryLength);
        RandomNumberGenerator.Fill(input);
        var output = new byte[Blake3Hasher.HashLength];
        var hasher = new TreeHasher(compression, HashMode.Hash);
        var found = new List<Hashing>();
        for (var run = 0; run <= runs; run++)
        {
            var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            for (var pass = 0; pass < MemoryPasses; pass++)
            {
                hasher.Hash(input, output);
            }

            found.Add(new Hashing(
                (long)MemoryLength * MemoryPasses,
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
                Convert.ToHexStringLower(output)));
        }

        return found;
    }

    private static object?[] ToRow(string input, string program, IReadOnlyList<Hashing> runs, double? ratio) =>
    [
        input, program, runs.Skip(1).Max(run => run.Speed), MedianSpeed(runs), Samples.Median(runs.Skip(1).Select(run => run.CpuSpeed)), ratio,
    ];

    private static double MedianSpeed(IEnumerable<Hashing> runs) => Samples.Median(runs.Skip(1).Select(run => run.Speed));

    private sealed record Hashing(long Bytes, double Seconds, double CpuSeconds, string Hash)
    {
        public double Speed => Bytes / Gigabyte / Seconds;

        public double CpuSpeed => Bytes / Gigabyte / CpuSeconds;
    }
}
