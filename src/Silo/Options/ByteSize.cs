using System.Globalization;

namespace SoundTime.Silo.Options;

/// <summary>Sizes as admins write them: bytes, or a whole number with KB, MB, GB or TB, each 1024 of the one before (protocol sheet, section 7.2).</summary>
internal static class ByteSize
{
    private static readonly (string Unit, int Shift)[] Units = [("TB", 40), ("GB", 30), ("MB", 20), ("KB", 10)];

    /// <summary>Reads a size of zero or more bytes that a <see cref="long"/> can hold.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long bytes)
    {
        var number = text.Trim();
        var shift = 0;
        foreach (var (unit, unitShift) in Units)
        {
            if (number.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                number = number[..^unit.Length].TrimEnd();
                shift = unitShift;
                break;
            }
        }

        var ok = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue >> shift;
        bytes = ok ? count << shift : 0;
        return ok;
    }

    /// <summary>Writes a size in the largest unit that holds it exactly.</summary>
    public static string Format(long bytes)
    {
        foreach (var (unit, shift) in Units)
        {
            if (bytes > 0 && bytes >> shift << shift == bytes)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes >> shift} {unit}");
            }
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
