using Npgsql;
using NpgsqlTypes;

namespace SoundTime.Bench;

/// <summary>A COPY for each table; the index of words is made when they are there.</summary>
internal sealed class PostgresSearchTables(NpgsqlConnection connection) : ISearchTables
{
    private readonly List<string> _indexSql = [];

    public async Task WriteAsync(SearchRowPage page, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await CopyAsync("artists (id, name)", page.Artists, artist => [(artist.Id, NpgsqlDbType.Uuid), (artist.Name, NpgsqlDbType.Text)], cancellationToken);
        await CopyAsync(
            "albums (id, artist_id, title, cover_is_local)",
            page.Albums,
            album => [(album.Id, NpgsqlDbType.Uuid), (album.Artist, NpgsqlDbType.Uuid), (album.Title, NpgsqlDbType.Text), (false, NpgsqlDbType.Boolean)],
            cancellationToken);
        await CopyAsync(
            "tracks (id, hash, is_local, file_size, title, artist_id, album_id, duration_secs, format, created_at)",
            page.Tracks,
            track =>
            [
                (track.Id, NpgsqlDbType.Uuid), (track.Hash, NpgsqlDbType.Bytea), (false, NpgsqlDbType.Boolean), (track.Said.FileSize, NpgsqlDbType.Bigint),
                (track.Said.Title, NpgsqlDbType.Text), (track.Artist, NpgsqlDbType.Uuid), (track.Album, NpgsqlDbType.Uuid), (track.Said.DurationSecs, NpgsqlDbType.Real),
                (track.Said.Format, NpgsqlDbType.Text), (now, NpgsqlDbType.TimestampTz),
            ],
            cancellationToken);
        await CopyAsync(
            "copies (hash, announced_at, id, node, format, file_size)",
            page.Tracks,
            track =>
            [
                (track.Hash, NpgsqlDbType.Bytea), (now, NpgsqlDbType.TimestampTz), (track.Copy, NpgsqlDbType.Uuid), (SearchMusic.Peer.ToArray(), NpgsqlDbType.Bytea),
                (track.Said.Format, NpgsqlDbType.Text), (track.Said.FileSize, NpgsqlDbType.Bigint),
            ],
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task PrepareWordsAsync(CancellationToken cancellationToken)
    {
        await using (var command = new NpgsqlCommand("SELECT pg_get_indexdef('search_words_found'::regclass)", connection))
        {
            // Of the table and its partitions, not of the table alone.
            _indexSql.Add(((string)(await command.ExecuteScalarAsync(cancellationToken))!).Replace(" ON ONLY ", " ON ", StringComparison.Ordinal));
        }

        await ExecuteAsync("DROP INDEX search_words_found; VACUUM ANALYZE", cancellationToken);
    }

    public async Task CompleteWordsAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync($"SET maintenance_work_mem = '512MB'; {_indexSql[0]}; RESET maintenance_work_mem", cancellationToken);
        await ExecuteAsync("VACUUM ANALYZE", cancellationToken);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task CopyAsync<T>(string columns, List<T> rows, Func<T, (object Value, NpgsqlDbType Type)[]> toValues, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {columns} FROM STDIN (FORMAT binary)", cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            foreach (var (value, type) in toValues(row))
            {
                await copy.WriteAsync(value, type, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string statements, CancellationToken cancellationToken)
    {
        // One after the other: VACUUM does not run within a transaction, which several at once are.
        foreach (var sql in statements.Split("; "))
        {
            // The definition of the index comes from the database, the rest is above.
#pragma warning disable CA2100
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
