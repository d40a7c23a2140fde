using System.Buffers;
using System.Text;

namespace SoundTime.Import;

/// <summary>Makes one harmless part of a path of any text (protocol sheet, section 7.4), valid on every system.</summary>
internal static class SafeName
{
    /// <summary>Longest part in bytes of UTF-8: file systems take 255, and a short id may be added.</summary>
    public const int MaxBytes = 200;

    private const string Empty = "_";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\\0:*?\"<>|");

    /// <summary>
    /// A folder name: forbidden and control characters become <c>_</c>, <c>..</c> becomes <c>__</c>, no space at the ends, no dot at the
    /// start (it would hide) or the end, none of the names that Windows keeps for itself.
    /// </summary>
    public static string Of(string text) => Finish(Clean(text), MaxBytes);

    /// <summary>A file name, whose extension is kept when it is cut.</summary>
    public static string OfFile(string fileName)
    {
        var extension = Path.GetExtension(Clean(fileName));
        return Finish(Path.GetFileNameWithoutExtension(Clean(fileName)), MaxBytes - Encoding.UTF8.GetByteCount(extension)) + extension;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isForbidden = Rune.IsControl(rune) || (rune.IsBmp && Forbidden.Contains((char)rune.Value));
            clean.Append(isForbidden ? "_" : rune.ToString());
        }

        return clean.ToString().Trim().Replace("..", "__", StringComparison.Ordinal);
    }

    private static string Finish(string name, int maxBytes)
    {
        var cut = Cut(name, maxBytes - 1).Trim(' ').TrimEnd('.');
        if (cut.StartsWith('.'))
        {
            cut = '_' + cut[1..];
        }

        return cut.Length == 0 ? Empty : IsReservedOnWindows(cut) ? cut + '_' : cut;
    }

    private static string Cut(string name, int maxBytes)
    {
        var (bytes, length) = (0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return name[..length];
    }

    private static bool IsReservedOnWindows(string name)
    {
        var stem = name.AsSpan(0, name.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : name.Length).TrimEnd(' ');
        return stem switch
        {
            { Length: 3 } => stem.Equals("CON", StringComparison.OrdinalIgnoreCase) || stem.Equals("PRN", StringComparison.OrdinalIgnoreCase)
                || stem.Equals("AUX", StringComparison.OrdinalIgnoreCase) || stem.Equals("NUL", StringComparison.OrdinalIgnoreCase),
            { Length: 4 } => char.IsAsciiDigit(stem[3])
                && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
    }
}
