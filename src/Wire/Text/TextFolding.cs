using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SoundTime.Wire.Text;

/// <summary>
/// What lower-case letters, digits and marks become in words: the table <c>Folding.txt</c>, made by <c>Folding.mjs</c> from the data of Unicode. A table of our
/// own, since this program runs without ICU (InvariantGlobalization), where <see cref="string.Normalize()"/> changes nothing.
/// </summary>
internal static class TextFolding
{
    private static readonly FrozenDictionary<int, string> Table = Read();

    /// <summary>What takes the place of a character: letters, digits and marks that are not folded further, or nothing. False where it stays.</summary>
    public static bool TryFold(Rune lower, [NotNullWhen(true)] out string? folded) => Table.TryGetValue(lower.Value, out folded);

    private static FrozenDictionary<int, string> Read()
    {
        using var lines = new StreamReader(typeof(TextFolding).Assembly.GetManifestResourceStream("Folding.txt")!, Encoding.UTF8);
        var table = new Dictionary<int, string>();
        while (lines.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var codes = tab == 0 ? DroppedOf(line[1..]) : line[(tab + 1)..].EnumerateRunes().Select(rune => rune.Value);
            foreach (var code in codes)
            {
                table.Add(code, line[..tab]);
            }
        }

        return table.ToFrozenDictionary();
    }

    private static IEnumerable<int> DroppedOf(string ranges)
    {
        foreach (var range in ranges.Split(' '))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var last = int.Parse(ends[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (var code = first; code <= last; code++)
            {
                yield return code;
            }
        }
    }
}
