using System.Globalization;
using System.Text;

namespace SoundTime.Wire.Text;

/// <summary>Whether a capital sigma ends a word: the condition Final_Sigma of the Unicode Standard, section 3.13, table 3-17.</summary>
internal static class WordEnd
{
    /// <summary>Whether there is a cased letter before it and none after it, each beside it but for characters that are ignored.</summary>
    public static bool Is(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var isAfterLetter = false;
        while (Rune.DecodeLastFromUtf16(before, out var rune, out var length) is var _ && length > 0)
        {
            if (!IsIgnored(rune))
            {
                isAfterLetter = IsCased(rune);
                break;
            }

            before = before[..^length];
        }

        if (!isAfterLetter)
        {
            return false;
        }

        while (Rune.DecodeFromUtf16(after, out var rune, out var length) is var _ && length > 0)
        {
            if (!IsIgnored(rune))
            {
                return !IsCased(rune);
            }

            after = after[length..];
        }

        return true;
    }

    /// <summary>The property Case_Ignorable.</summary>
    private static bool IsIgnored(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;

    /// <summary>The property Cased, of what is not ignored.</summary>
    private static bool IsCased(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
