using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>Writes what can be found, within one transaction.</summary>
internal sealed class SearchWriter(SqliteConnection db) : IDisposable
{
    private const string FindLastSql = "SELECT max(number) FROM search_items WHERE number < @end";

    private const string FindNumberSql = "SELECT number FROM search_items WHERE item = @item";

    private const string AddItemSql = "INSERT INTO search_items (number, item) VALUES (@number, @item)";

    private const string AddWordsSql = "INSERT INTO search_words (rowid, title, names) VALUES (@number, @title, @names)";

    private const string RemoveSql = "DELETE FROM search_words WHERE rowid = @number; DELETE FROM search_items WHERE number = @number";

    private readonly SqliteStatement _findNumber = new(db, FindNumberSql, "@item");
    private readonly SqliteStatement _addItem = new(db, AddItemSql, "@number", "@item");
    private readonly SqliteStatement _addWords = new(db, AddWordsSql, "@number", "@title", "@names");
    private long? _last;

    /// <summary>Writes the words of something that was not findable before.</summary>
    public void Add(SearchEntry entry)
    {
        var place = (_last ?? FindLast()) + 1;
        var number = SearchNumber.First(entry.Kind) + place;
        _addItem.Execute(number, entry.Id.ToBytes());
        _addWords.Execute(number, string.Join(' ', entry.Title), string.Join(' ', entry.Names));
        _last = place;
    }

    /// <summary>Writes the words of something over those that were there, if any were.</summary>
    public void Replace(SearchEntry entry)
    {
        if (_findNumber.Find(entry.Id.ToBytes()) is long number)
        {
            db.Execute(RemoveSql, new { number });
        }

        Add(entry);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _findNumber.Dispose();
        _addItem.Dispose();
        _addWords.Dispose();
    }

    /// <summary>The greatest place of all kinds: nobody else writes until the transaction ends.</summary>
    private long FindLast() =>
        Enum.GetValues<SearchKind>().Max(kind => SearchNumber.PlaceOf(db.QuerySingle<long?>(FindLastSql, new { end = SearchNumber.End(kind) }) ?? 0));
}
