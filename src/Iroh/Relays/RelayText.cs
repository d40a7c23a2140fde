using System.Text;

namespace SoundTime.Iroh.Relays;

/// <summary>Texts that come from a relay, cut and cleaned so that they can be shown.</summary>
internal static class RelayText
{
    private const int LengthBits = 7;

    public static string Clean(string? text)
    {
        var shown = text is null ? "" : text.Length > RelayLimits.MaxShownText ? text[..RelayLimits.MaxShownText] : text;
        return string.Concat(shown.Where(character => !char.IsControl(character) && !char.IsSurrogate(character))).Trim();
    }

    public static string Clean(ReadOnlySpan<byte> text) => Clean(Encoding.UTF8.GetString(text[..Math.Min(text.Length, RelayLimits.MaxShownText)]));

    /// <summary>Reads a text whose length stands before it, in groups of seven bits (iroh sheet, section 3.2); what there is of it, where that is less.</summary>
    public static string ReadPrefixed(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        for (var shift = 0; shift < sizeof(int) * 8 && !bytes.IsEmpty; shift += LengthBits)
        {
            var group = bytes[0];
            bytes = bytes[1..];
            length |= (group & 0x7f) << shift;
            if (group < 0x80)
            {
                break;
            }
        }

        return Clean(length < 0 || length > bytes.Length ? bytes : bytes[..length]);
    }
}
