using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>
/// Writes what can be found, within one transaction: all at once, because FTS5 keeps new words in memory only until another statement sets a savepoint, as
/// every statement does that runs a trigger.
/// </summary>
internal sealed class SearchWriter(SqliteConnection db)
{
    private const string FindLastSql = "SELECT max(number) FROM search_items WHERE number < @end";

    private const string AddItemSql = "INSERT INTO search_items (number, item) VALUES (@number, @item)";

    private const string AddWordsSql = "INSERT INTO search_words (rowid, title, names) VALUES (@number, @title, @names)";

    private const string RemoveSql = """
        DELETE FROM search_words WHERE rowid IN (SELECT number FROM search_items WHERE item IN (SELECT unhex(value) FROM json_each(@items)));
        DELETE FROM search_items WHERE item IN (SELECT unhex(value) FROM json_each(@items))
        """;

    private readonly Dictionary<Guid, SearchEntry> _entries = [];
    private readonly List<Guid> _replaced = [];

    /// <summary>Takes the words of something that was not findable before.</summary>
    public void Add(SearchEntry entry) => _entries[entry.Id] = entry;

    /// <summary>Takes the words of something that come over those that were there, if any were.</summary>
    public void Replace(SearchEntry entry)
    {
        _replaced.Add(entry.Id);
        Add(entry);
    }

    /// <summary>Writes what was taken. Comes before anything of it may be removed.</summary>
    public void Write()
    {
        if (_replaced.Count > 0)
        {
            // The hex digits of a UUID are those of its bytes, big-endian.
            db.Execute(RemoveSql, new { items = JsonSerializer.Serialize(_replaced.Select(id => id.ToString("N"))) });
        }

        if (_entries.Count > 0)
        {
            AddEntries();
        }

        _replaced.Clear();
        _entries.Clear();
    }

    private void AddEntries()
    {
        using var addItem = new SqliteStatement(db, AddItemSql, "@number", "@item");
        using var addWords = new SqliteStatement(db, AddWordsSql, "@number", "@title", "@names");
        var place = FindLast();
        foreach (var entry in _entries.Values)
        {
            place++;
            var number = SearchNumber.First(entry.Kind) + place;
            addItem.Execute(number, entry.Id.ToBytes());
            addWords.Execute(number, string.Join(' ', entry.Title), string.Join(' ', entry.Names));
        }
    }

    /// <summary>The greatest place of all kinds: nobody else writes until the transaction ends.</summary>
    private long FindLast() =>
        Enum.GetValues<SearchKind>().Max(kind => SearchNumber.PlaceOf(db.QuerySingle<long?>(FindLastSql, new { end = SearchNumber.End(kind) }) ?? 0));
}
