using System.Text;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Postgres;

/// <summary>
/// The terms of the index and of questions (see <c>Migrations/0003_search.sql</c>). GIN knows of a term which rows hold it and nothing more, so that each
/// condition that is to be fast is a term of its own.
/// </summary>
internal static class PostgresSearchTerms
{
    /// <summary>Sizes of the blocks of numbers that have terms, as powers of two.</summary>
    public const int SmallBlock = 12, LargeBlock = 15;

    /// <summary>All terms of an entry but its blocks, with a space between two; <paramref name="text"/> is used on the way.</summary>
    public static string Of(SearchEntry entry, StringBuilder text)
    {
        text.Clear();
        foreach (var word in entry.Title)
        {
            text.Append('=').Append(word).Append(' ');
            Append(text, word);
        }

        foreach (var word in entry.Names)
        {
            Append(text, word);
        }

        return text.ToString(0, Math.Max(text.Length - 1, 0));
    }

    /// <summary>All words occur, the last one perhaps only begun.</summary>
    public static string Anywhere(SearchQuestion question) =>
        string.Join(" & ", [.. question.Words[..^1].Select(Quote), BeginOf(question.Words[^1]) is { } all ? Quote(all + '*') : Quote(question.Words[^1]) + ":*"]);

    /// <summary>What all that <see cref="Anywhere"/> matches has, and the index finds without putting the rows of many words together.</summary>
    public static string NearlyAnywhere(SearchQuestion question) =>
        string.Join(" & ", [.. question.Words[..^1].Select(Quote), Quote(Shorten(question.Words[^1]) + '*')]);

    /// <summary>All words stand whole in the title.</summary>
    public static string InTitle(SearchQuestion question) => string.Join(" & ", question.Words.Select(word => Quote('=' + word)));

    /// <summary>The number lies in the block of <paramref name="newest"/> or in the one before it.</summary>
    public static string InNewest(long newest, int block) => $"('#{block}.{newest >> block}' | '#{block}.{(newest >> block) - 1}')";

    /// <summary>How many numbers up to <paramref name="newest"/> lie in these blocks.</summary>
    public static long CountNewest(long newest, int block) => newest - Math.Max(((newest >> block) - 1) << block, 0) + 1;

    private static void Append(StringBuilder text, string word)
    {
        text.Append(word).Append(' ');
        for (var (end, characters) = (0, 0); end < word.Length && characters < SearchWords.MaxShortLength; characters++)
        {
            end += char.IsHighSurrogate(word[end]) ? 2 : 1;
            text.Append(word, 0, end).Append("* ");
        }
    }

    /// <summary>The word itself if it is short enough that there is a term for what begins with it.</summary>
    private static string? BeginOf(string word) => Shorten(word) == word ? word : null;

    private static string Shorten(string word)
    {
        var end = 0;
        for (var characters = 0; end < word.Length && characters < SearchWords.MaxShortLength; characters++)
        {
            end += char.IsHighSurrogate(word[end]) ? 2 : 1;
        }

        return word[..end];
    }

    /// <summary>A term of a query as PostgreSQL reads it: within quotes, nothing is an operator.</summary>
    private static string Quote(string term) => $"'{term.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
