using System.Buffers;
using System.Text;

namespace SoundTime.Wire.Text;

/// <summary>
/// Full lower-casing of Unicode as Rust's <c>str::to_lowercase</c> does it (protocol sheet, section 5.1; SpecialCasing.txt without its languages). Rests on the
/// tables of .NET, which invariant globalization takes instead of the machine's.
/// </summary>
public static class LowerCase
{
    private const char CapitalSigma = '\u03A3', Sigma = '\u03C3', FinalSigma = '\u03C2';
    private const char CapitalIWithDot = '\u0130';
    private const string IWithDot = "i\u0307";

    /// <summary>What the tables of .NET do not lower as Rust does, in texts without surrogates.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create(CapitalIWithDot, CapitalSigma, '\uA7CE', '\uA7D2', '\uA7D4');

    /// <summary>The text in lower case; <c>İ</c> becomes two characters, a capital sigma at the end of a word the final one. Half a surrogate pair becomes U+FFFD.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAny(Special) || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? OfRunes(text) : text.ToLowerInvariant();
    }

    /// <summary>The lower-case letter of a letter that has a single one; every other character stays.</summary>
    internal static Rune Of(Rune rune) => rune.Value switch
    {
        // New in Unicode 17, which .NET 10 does not know yet.
        0xA7CE or 0xA7D2 or 0xA7D4 => new Rune(rune.Value + 1),
        >= 0x16EA0 and <= 0x16EB8 => new Rune(rune.Value + 0x1B),
        _ => Rune.ToLowerInvariant(rune),
    };

    private static string OfRunes(string text)
    {
        var lower = new StringBuilder(text.Length + 1);
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case CapitalIWithDot:
                    lower.Append(IWithDot);
                    break;
                case CapitalSigma:
                    lower.Append(WordEnd.Is(text.AsSpan(0, index), text.AsSpan(index + 1)) ? FinalSigma : Sigma);
                    break;
                default:
                    lower.Append(Of(rune).ToString());
                    break;
            }

            index += rune.Utf16SequenceLength;
        }

        return lower.ToString();
    }
}
