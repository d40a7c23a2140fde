namespace SoundTime.Bench;

/// <summary>How fast a question finds the peers that may know, and what memory their filters take.</summary>
internal sealed class RoutingMeasurement : IMeasurement
{
    private const int Questions = 3_000;
    private const double Megabyte = 1e6;

    public string Name => "routing";

    public string Title => $"Questions over {FilteredPeers.Count:N0} peers' filters of {FilteredPeers.Terms:N0} terms";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.StartRole(context.Folder, "routing", $"{Questions}");
        var result = await process.ReadAsync<RoutingResult>(cancellationToken);
        var rows = new List<object?[]>();
        for (var words = 1; words <= result.Ours.Length; words++)
        {
            rows.Add(ToRow(words, "ours, grains of all parts", result.Ours[words - 1], result.OurCpu[words - 1], result.Chosen[words - 1], null));
            rows.Add(ToRow(
                words, "array of filters, one after the other", result.Reference[words - 1], result.ReferenceCpu[words - 1], result.Chosen[words - 1],
                Samples.Median(result.Ours[words - 1]) / Samples.Median(result.Reference[words - 1])));
        }

        rows.Add(ToMemoryRow("memory of the filters themselves", result.FilterBytes, result));
        rows.Add(ToMemoryRow("ours, all loaded", result.Loaded - result.Before, result));
        rows.Add(ToMemoryRow("ours, all replaced by others", result.Replaced - result.Before, result));
        rows.Add(ToMemoryRow("ours, at most, while loading and replacing", result.PeakReplacing - result.Before, result));
        return new Section(
            Name,
            Title,
            $"One question at a time, {Questions:N0} of each length, of words that a twentieth of all peers have. Ours: all {Grains.Search.RoutingParts.Count} parts at once through the "
            + "grains of the embedded runtime, the best ten chosen. Reference: the same filters as arrays, each asked after the other on one thread, nothing chosen. Memory: resident, "
            + "above what the process had before; garbage collected, but for the most.",
            "99 % under 5 ms; no more memory than the filters themselves",
            [
                new("words", "Words"), new("what", "What"), new("median", "Median ms", "F2"), new("percentile99", "99 % ms", "F2"), new("worst", "Worst ms", "F2"),
                new("cpu", "CPU ms", "F2"), new("yes", "Filters that say yes", "F0"), new("ratio", "Ours / this", "F2"), new("megabytes", "MB", "F0"), new("share", "Of the filters", "F3"),
            ],
            rows);
    }

    private static object?[] ToRow(int words, string what, double[] milliseconds, double cpu, double yes, double? ratio) =>
    [
        words, what, Samples.Median(milliseconds), Samples.Percentile(milliseconds, 0.99), milliseconds.Max(), cpu, yes, ratio, null, null,
    ];

    private static object?[] ToMemoryRow(string what, long bytes, RoutingResult result) =>
        [null, what, null, null, null, null, null, null, bytes / Megabyte, (double)bytes / result.FilterBytes];
}
