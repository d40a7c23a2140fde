using System.Buffers;
using System.Globalization;
using System.Text;

namespace SoundTime.Wire.Text;

/// <summary>
/// The words of a text as this node searches them: letters and digits in lower case, without accents. What is written in several ways becomes one: compatibility
/// forms, digits of all scripts, letters with strokes (<c>ø</c> is <c>o</c>, <c>ß</c> is <c>ss</c>). Marks that carry the vowels of their script stay, as in
/// Devanagari and Thai. Each Chinese character and each Hiragana is a word, as these scripts do without spaces; Katakana and Hangul are words as they are written.
/// </summary>
public static class TextWords
{
    /// <summary>Which rules make the words: stored words of another version are to be made anew.</summary>
    public const int Version = 1;

    /// <summary>Longest word in UTF-16 units; what comes after is left out.</summary>
    public const int MaxWordLength = 64;

    /// <summary>What stands for an apostrophe within words, and is left out there.</summary>
    private static readonly SearchValues<char> Apostrophes = SearchValues.Create("'\u2019\u2018\u02BC\u02BB\u00B4`\u2032\uFF07");

    /// <summary>
    /// The words of a text in their order. A word never holds a space, a quote, an operator of a query language, or an upper-case letter. Apostrophes and the dots
    /// of abbreviations join (<c>don't</c> is <c>dont</c>, <c>R.E.M.</c> is <c>rem</c>), and after a short word that an apostrophe ends the rest is a word of its
    /// own as well (<c>l'amour</c> is <c>lamour</c> and <c>amour</c>).
    /// </summary>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var word = new WordBuilder(stackalloc char[MaxWordLength], words);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsAsciiLetterOrDigit(character))
            {
                word.Append(char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character);
            }
            else if (Apostrophes.Contains(character))
            {
                if (word.IsBegun && IsLetterAt(text, i + 1))
                {
                    word.MarkApostrophe();
                }
                else
                {
                    word.End();
                }
            }
            else if (char.IsAscii(character))
            {
                if (!(character == '.' && IsInAbbreviation(text, i)))
                {
                    word.End();
                }
            }
            else
            {
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
                Take(LowerCase.Of(rune), ref word);
                i += length - 1;
            }
        }

        word.End();
        return words;
    }

    private static void Take(Rune lower, ref WordBuilder word)
    {
        if (TextFolding.TryFold(lower, out var folded))
        {
            foreach (var rune in folded.EnumerateRunes())
            {
                Append(rune, ref word);
            }
        }
        else if (IsPartOfWord(Rune.GetUnicodeCategory(lower)))
        {
            Append(lower, ref word);
        }
        else
        {
            word.End();
        }
    }

    private static void Append(Rune rune, ref WordBuilder word)
    {
        if (IsWordByItself(rune.Value))
        {
            word.End();
            word.Append(rune);
            word.EndBeforeNextLetter();
        }
        else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
        {
            word.AppendMark(rune);
        }
        else
        {
            word.Append(rune);
        }
    }

    /// <summary>Letters, marks and numbers, which are the first categories.</summary>
    private static bool IsPartOfWord(UnicodeCategory category) => category <= UnicodeCategory.OtherNumber;

    /// <summary>Hiragana and the Chinese characters, of all planes.</summary>
    private static bool IsWordByItself(int code) => code is (>= 0x3041 and <= 0x3096) or 0x3005 or 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsLetterAt(string text, int index) => index < text.Length && (char.IsLetter(text[index]) || char.IsSurrogate(text[index]));

    /// <summary>Whether the dot stands between two letters that stand alone, as in <c>R.E.M.</c></summary>
    private static bool IsInAbbreviation(string text, int dot) => IsAlone(text, dot - 1) && IsAlone(text, dot + 1);

    private static bool IsAlone(string text, int index) =>
        index >= 0 && index < text.Length && char.IsLetter(text[index])
        && !(index > 0 && char.IsLetterOrDigit(text[index - 1])) && !(index + 1 < text.Length && char.IsLetterOrDigit(text[index + 1]));
}
