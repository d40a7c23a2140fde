using Npgsql;

namespace SoundTime.Bench;

/// <summary>Full text search as PostgreSQL's manual shows it: a column of weighted words, a GIN index, ordered by ts_rank.</summary>
internal sealed class PostgresSearchReference(NpgsqlConnection connection) : ISearchReference
{
    private static readonly string[] BuildSql =
    [
        """
        CREATE TABLE plain AS SELECT t.id, setweight(to_tsvector('simple', t.title), 'A') || setweight(to_tsvector('simple', artist.name), 'B')
            || setweight(to_tsvector('simple', coalesce(album.title, '')), 'C') AS document
        FROM tracks t JOIN artists artist ON artist.id = t.artist_id LEFT JOIN albums album ON album.id = t.album_id
        """,
        "CREATE INDEX ON plain USING gin (document)",
        "VACUUM ANALYZE plain",
    ];

    private const string AskSql = """
        SELECT t.* FROM plain JOIN tracks t ON t.id = plain.id WHERE document @@ to_tsquery('simple', @question)
        ORDER BY ts_rank(document, to_tsquery('simple', @question)) DESC LIMIT 20
        """;

    public string Name => "tsvector, ORDER BY ts_rank";

    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        foreach (var sql in BuildSql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async Task AskAsync(string question, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AskSql, connection);
        command.Parameters.AddWithValue("question", string.Join(" & ", question.Split(' ')) + ":*");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
