using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>The artists, as one transaction sees them: each is looked up once.</summary>
internal sealed class ArtistTable(SqliteConnection db, SearchWriter search, DateTimeOffset now) : IDisposable
{
    private const string FindArtistsSql = "SELECT name AS Name, id AS Id FROM artists WHERE name IN (SELECT value FROM json_each(@names))";

    private const string AddArtistSql = "INSERT INTO artists (id, name) VALUES (@id, @name)";

    private readonly SqliteStatement _add = new(db, AddArtistSql, "@id", "@name");
    private readonly Dictionary<string, byte[]?> _known = [];

    /// <summary>Looks up some artists in one query.</summary>
    public void Load(IEnumerable<string> names)
    {
        string[] wanted = [.. names.Distinct().Where(name => !_known.ContainsKey(name))];
        foreach (var name in wanted)
        {
            _known.Add(name, null);
        }

        foreach (var (name, id) in db.Query<(string, byte[])>(FindArtistsSql, new { names = JsonSerializer.Serialize(wanted) }))
        {
            _known[name] = id;
        }
    }

    /// <summary>The id of a loaded artist, or null if there is none of this name.</summary>
    public byte[]? Find(string name) => _known[name];

    /// <summary>The id of a loaded artist, who is added if there is none of this name.</summary>
    public byte[] Save(string name)
    {
        if (_known[name] is { } id)
        {
            return id;
        }

        id = SqliteValues.NewId(now);
        _add.Execute(id, name);
        search.Add(SearchEntry.OfArtist(id.ToGuid(), name));
        _known[name] = id;
        return id;
    }

    /// <inheritdoc/>
    public void Dispose() => _add.Dispose();
}
