using System.Globalization;
using System.Text;

namespace SoundTime.Wire.Text;

/// <summary>The words of a text as this node searches them: letters and digits only, in lower case, without accents.</summary>
public static class TextWords
{
    /// <summary>The words of a text in their order. A word never holds a space, a quote, an operator of a query language, or an upper-case letter.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in LowerCase.Of(text.Normalize(NormalizationForm.FormKD)).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(rune.ToString());
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
                && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
