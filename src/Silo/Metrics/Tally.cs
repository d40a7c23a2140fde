using System.Diagnostics.Metrics;

namespace SoundTime.Silo.Metrics;

/// <summary>Counts by kind. Counting is one addition; kinds that never happened are there with 0, so that a graph has its line from the start.</summary>
/// <param name="label">Name of the label that tells the kinds apart; its values are their names in snake case.</param>
internal sealed class Tally<TKind>(string label)
    where TKind : struct, Enum
{
    private static readonly TKind[] Kinds = Enum.GetValues<TKind>();

    private readonly long[] _counts = new long[Kinds.Length];

    /// <summary>Counts one, or so many, of a kind.</summary>
    public void Add(TKind kind, long count = 1) => Interlocked.Add(ref _counts[Array.IndexOf(Kinds, kind)], count);

    /// <summary>What was counted, for an instrument.</summary>
    public IEnumerable<Measurement<long>> Measure() => Kinds.Select((kind, index) => new Measurement<long>(
        Interlocked.Read(ref _counts[index]),
        KeyValuePair.Create(label, (object?)LabelValue.Of(kind))));
}
