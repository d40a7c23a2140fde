using System.Text;

namespace SoundTime.Import;

/// <summary>Cleans text that a file brings with it.</summary>
internal static class TagText
{
    /// <summary>
    /// Trimmed, without control characters (breaks and tabs become spaces), at most <paramref name="maxCharacters"/> Unicode characters;
    /// null if nothing is left.
    /// </summary>
    public static string? Clean(string? text, int maxCharacters)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = new StringBuilder(Math.Min(text.Length, maxCharacters));
        var characters = 0;
        foreach (var rune in text.AsSpan().Trim().EnumerateRunes())
        {
            if (characters == maxCharacters)
            {
                break;
            }

            if (!Rune.IsControl(rune))
            {
                clean.Append(rune);
                characters++;
            }
            else if (Rune.IsWhiteSpace(rune) && clean.Length > 0 && clean[^1] != ' ')
            {
                clean.Append(' ');
                characters++;
            }
        }

        var result = clean.ToString().Trim();
        return result.Length == 0 ? null : result;
    }

    /// <summary>
    /// The first of several genres, each word in title case (protocol sheet, section 7.4): <c>rock/pop</c> is <c>Rock</c>.
    /// </summary>
    public static string? CleanGenre(string? text, int maxCharacters)
    {
        var first = text?.Split(GenreSeparators, 2)[0];
        return Clean(first, maxCharacters) is { } genre
            ? string.Join(' ', genre.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ToTitleCase))
            : null;
    }

    /// <summary>A file name as a title: without its extension and a leading track number such as <c>03 - </c>.</summary>
    public static string TitleFromFileName(string fileName, int maxCharacters)
    {
        var stem = Path.GetFileNameWithoutExtension(fileName);
        var digits = stem.AsSpan().IndexOfAnyExceptInRange('0', '9');
        // A number alone, or one that is part of a word ("99 Luftballons"), is the title.
        var rest = digits is > 0 and <= MaxTrackDigits ? stem.AsSpan(digits).TrimStart(' ') : default;
        var title = rest.Length > 1 && rest[0] is '-' or '.' or '_' ? rest[1..].Trim(" -_") : stem;
        return Clean(title.ToString(), maxCharacters) ?? Clean(stem, maxCharacters) ?? "Unknown";
    }

    private const int MaxTrackDigits = 3;

    private static readonly char[] GenreSeparators = ['/', ';', ',', ':', '\\', '|'];

    private static string ToTitleCase(string word)
    {
        var first = Rune.GetRuneAt(word, 0);
        return Rune.ToUpperInvariant(first) + word[first.Utf16SequenceLength..].ToLowerInvariant();
    }
}
