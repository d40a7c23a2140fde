using Microsoft.Data.Sqlite;

namespace SoundTime.Bench;

/// <summary>FTS5 as its manual shows it: its own tokenizer, ordered by its rank (bm25).</summary>
internal sealed class SqliteSearchReference(string path) : ISearchReference
{
    private const string BuildSql = """
        CREATE VIRTUAL TABLE plain USING fts5 (title, artist, album, prefix = '1 2 3');
        INSERT INTO plain (rowid, title, artist, album)
        SELECT t.rowid, t.title, artist.name, album.title FROM tracks t JOIN artists artist ON artist.id = t.artist_id LEFT JOIN albums album ON album.id = t.album_id
        """;

    private const string AskSql = "SELECT t.* FROM plain JOIN tracks t ON t.rowid = plain.rowid WHERE plain MATCH $question ORDER BY plain.rank LIMIT 20";

    private readonly SqliteConnection _connection = new($"Data Source={path};Pooling=False");

    public string Name => "FTS5, ORDER BY rank";

    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken);
        await using var command = _connection.CreateCommand();
        command.CommandText = BuildSql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task AskAsync(string question, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = AskSql;
        command.Parameters.AddWithValue("$question", string.Join(' ', question.Split(' ').Select(word => $"\"{word}\"")) + "*");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
