using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SoundTime.Storage.Sqlite;

/// <summary>
/// One database file in WAL mode: one connection that writes, a few that read at the same time.
/// </summary>
/// <remarks>
/// SQLite's calls are synchronous. Callers wait for a connection without holding a thread, and the call itself runs on the thread pool, so
/// never more threads are inside SQLite than there are connections, and no caller's own scheduler is held up. WAL lets readers see the
/// last commit while a writer works.
/// </remarks>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    /// <summary>How long a writer waits for another process before it gives up.</summary>
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Most threads that read at the same time.</summary>
    private const int MaxReaders = 8;

    /// <summary>Memory for pages, of each connection, in KiB.</summary>
    private const int CacheKiB = 16 * 1024;

    private readonly string _path;
    private readonly Channel<SqliteConnection> _writer = Channel.CreateBounded<SqliteConnection>(1);
    private readonly Channel<SqliteConnection> _readers = Channel.CreateBounded<SqliteConnection>(MaxReaders);
    private readonly int _readerCount = Math.Clamp(Environment.ProcessorCount, 2, MaxReaders);
    private int _disposed;

    private SqliteDatabase(string path) => _path = path;

    /// <summary>Opens the database, creates it if it is missing, and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It cannot be opened; nothing was overwritten.</exception>
    public static Task<SqliteDatabase> OpenAsync(
        string path, IReadOnlyList<Migration> migrations, TimeSpan busyTimeout, ILogger logger, CancellationToken cancellationToken) =>
        Task.Run(() => Open(Path.GetFullPath(path), migrations, busyTimeout, logger), cancellationToken);

    /// <summary>Runs a query on one snapshot of the database.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken) =>
        RunAsync(_readers, query, deferred: true, cancellationToken);

    /// <summary>Runs a change as one transaction, after the changes that were asked for before it. What it throws undoes it.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> change, CancellationToken cancellationToken) =>
        RunAsync(_writer, change, deferred: false, cancellationToken);

    /// <summary>Lets running queries end, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        for (var i = 0; i < _readerCount; i++)
        {
            await (await _readers.Reader.ReadAsync().ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }

        // The writer last: it moves the write-ahead log into the database.
        await (await _writer.Reader.ReadAsync().ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        _readers.Writer.Complete();
        _writer.Writer.Complete();
    }

    private static SqliteDatabase Open(string path, IReadOnlyList<Migration> migrations, TimeSpan busyTimeout, ILogger logger)
    {
        DataFolder.EnsureWritable(Path.GetDirectoryName(path)!);
        var opened = new List<SqliteConnection>();
        try
        {
            var database = new SqliteDatabase(path);
            var writer = Connect(path, busyTimeout, opened);
            var schema = new SqliteSchema(writer, migrations, logger);
            schema.Check();
            writer.Execute("PRAGMA journal_mode = WAL");
            schema.Migrate();
            database._writer.Writer.TryWrite(writer);
            for (var i = 0; i < database._readerCount; i++)
            {
                var reader = Connect(path, busyTimeout, opened);
                reader.Execute("PRAGMA query_only = ON");
                database._readers.Writer.TryWrite(reader);
            }

            return database;
        }
        catch (Exception error)
        {
            opened.ForEach(connection => connection.Dispose());
            throw error switch
            {
                SqliteException sqlite => SqliteErrors.Translate(sqlite, path),
                IOException or UnauthorizedAccessException => FileErrors.Translate(error, Path.GetDirectoryName(path)!),
                _ => error,
            };
        }
    }

    private static SqliteConnection Connect(string path, TimeSpan busyTimeout, List<SqliteConnection> opened)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            // SQLite itself waits, by busy_timeout; the library's own loop, which polls, ends after its first try then.
            DefaultTimeout = 1,
        };
        var connection = new SqliteConnection(settings.ToString());
        opened.Add(connection);
        connection.Open();
        // FULL: a commit is on the disk before it is acknowledged.
        connection.Execute($"""
            PRAGMA busy_timeout = {(int)busyTimeout.TotalMilliseconds};
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA cache_size = -{CacheKiB};
            """);
        return connection;
    }

    private async Task<T> RunAsync<T>(
        Channel<SqliteConnection> connections, Func<SqliteConnection, T> work, bool deferred, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var connection = await connections.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => RunInTransaction(connection, work, deferred), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Translate(error, _path);
        }
        finally
        {
            connections.Writer.TryWrite(connection);
        }
    }

    private static T RunInTransaction<T>(SqliteConnection connection, Func<SqliteConnection, T> work, bool deferred)
    {
        using var transaction = connection.BeginTransaction(deferred);
        var result = work(connection);
        transaction.Commit();
        return result;
    }
}
