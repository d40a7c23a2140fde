using Microsoft.Data.Sqlite;

namespace SoundTime.Bench;

/// <summary>Prepared inserts, with much memory and without waiting for the disk.</summary>
internal sealed class SqliteSearchTables : ISearchTables
{
    private const string Settings = "PRAGMA synchronous = OFF; PRAGMA cache_size = -524288";

    private readonly SqliteConnection _connection;

    public SqliteSearchTables(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public Task WriteAsync(SearchRowPage page, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        using var transaction = _connection.BeginTransaction();
        Insert("artists (id, name)", page.Artists, artist => [Bytes(artist.Id), artist.Name]);
        Insert("albums (id, artist_id, title, cover_is_local)", page.Albums, album => [Bytes(album.Id), Bytes(album.Artist), album.Title, 0]);
        Insert(
            "tracks (id, hash, is_local, file_size, title, artist_id, album_id, duration_secs, format, created_at)",
            page.Tracks,
            track =>
            [
                Bytes(track.Id), track.Hash, 0, track.Said.FileSize, track.Said.Title, Bytes(track.Artist), Bytes(track.Album), track.Said.DurationSecs, track.Said.Format, now,
            ]);
        Insert(
            "copies (hash, announced_at, id, node, format, file_size)",
            page.Tracks,
            track => [track.Hash, now, Bytes(track.Copy), SearchMusic.Peer.ToArray(), track.Said.Format, track.Said.FileSize]);
        transaction.Commit();
        return Task.CompletedTask;
    }

    public Task PrepareWordsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CompleteWordsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Insert<T>(string columns, List<T> rows, Func<T, object[]> toValues)
    {
        using var command = _connection.CreateCommand();
        var places = string.Join(", ", Enumerable.Range(0, columns.Split(',').Length).Select(place => $"@{place}"));
        // The names of columns are above.
#pragma warning disable CA2100
        command.CommandText = $"INSERT INTO {columns} VALUES ({places})";
#pragma warning restore CA2100
        foreach (var row in rows)
        {
            var values = toValues(row);
            for (var i = 0; i < values.Length; i++)
            {
                if (command.Parameters.Count == i)
                {
                    command.Parameters.Add(new SqliteParameter($"@{i}", values[i]));
                }

                command.Parameters[i].Value = values[i];
            }

            command.ExecuteNonQuery();
        }
    }

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
