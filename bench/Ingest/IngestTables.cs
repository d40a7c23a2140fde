namespace SoundTime.Bench;

/// <summary>The tables that announcements go to, in the order in which rows refer to each other. Columns are read from the database.</summary>
internal static class IngestTables
{
    /// <summary>Artists and albums are few, and come before the rest.</summary>
    public static readonly IReadOnlyList<(string Name, string SelectSql)> Names =
        [("artists", "SELECT * FROM artists ORDER BY id"), ("albums", "SELECT * FROM albums ORDER BY id")];

    /// <summary>Tracks and their copies, which are loaded page by page together.</summary>
    public static readonly IReadOnlyList<(string Name, string SelectSql)> Tracks =
    [
        ("tracks", "SELECT * FROM tracks ORDER BY id"),
        ("copies", "SELECT copies.* FROM tracks JOIN copies ON copies.hash = tracks.hash ORDER BY tracks.id"),
    ];
}
