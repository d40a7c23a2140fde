using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>Questions in the language of FTS5 (https://www.sqlite.org/fts5.html, section 3). Each word is a quoted string, in which nothing is an operator.</summary>
internal static class SearchMatch
{
    /// <summary>All words occur, the last one perhaps only begun.</summary>
    public static string Anywhere(SearchQuestion question) => $"{AllOf(question)} *";

    /// <summary>All words stand whole in the title.</summary>
    public static string InTitle(SearchQuestion question) => $"{{title}} : ({AllOf(question)})";

    private static string AllOf(SearchQuestion question) =>
        string.Join(" AND ", question.Words.Select(word => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
