using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SoundTime.Storage.Postgres;

/// <summary>A database of a PostgreSQL server, through a bounded pool of connections.</summary>
/// <remarks>
/// Commits are acknowledged when they are on the server's disk, whatever the server's default: what a node tells its peers to have kept rests on it.
/// </remarks>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>How often a change is tried in all while it loses against others.</summary>
    public const int MaxWriteAttempts = 8;

    /// <summary>The pause before a change is tried for the third time; it doubles with each. The second try follows at once.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// What DATABASE_URL may say otherwise. Timeouts are in seconds: to get a connection, to get an answer. Statements that run often are prepared.
    /// </summary>
    private static readonly NpgsqlConnectionStringBuilder Defaults = new()
    {
        ApplicationName = "soundtime",
        Timeout = 10,
        CommandTimeout = 30,
        MaxPoolSize = 20,
        MaxAutoPrepare = 100,
    };

    /// <summary>
    /// Settings of each session, which no default of the server, database or user overrides. A process that vanishes in the middle of a change
    /// holds its locks for a minute at most. Plans follow indexes, which every statement that
    /// runs often has, whatever values it is given: else a plan is made for a table that is small, or not yet analyzed, and kept while it grows. Such
    /// plans are not worth compiling.
    /// </summary>
    private const string SessionOptions =
        "-c synchronous_commit=on -c idle_in_transaction_session_timeout=60s"
        + " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    private PostgresDatabase(NpgsqlDataSource source, string name, TimeProvider time) => (_source, Name, _time) = (source, name, time);

    /// <summary>The database and its server, for people; without user and password.</summary>
    public string Name { get; }

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <param name="databaseUrl">See <see cref="PostgresUrl"/>.</param>
    /// <param name="migrations">The schema.</param>
    /// <param name="time">For the pauses between tries.</param>
    /// <param name="logger">Where migrations are noted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StorageException">It cannot be opened, is not ours, or newer than this program. It was left as it is.</exception>
    public static async Task<PostgresDatabase> OpenAsync(
        string databaseUrl, IReadOnlyList<Migration> migrations, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var settings = PostgresUrl.Parse(databaseUrl, Defaults);
        settings.Options = $"{settings.Options} {SessionOptions}".TrimStart();
        var name = string.Create(CultureInfo.InvariantCulture, $"Database '{settings.Database ?? settings.Username}' at {settings.Host}:{settings.Port}");
        var database = new PostgresDatabase(Build(settings), name, time);
        try
        {
            await database.UseAsync(
                async connection =>
                {
                    await new PostgresSchema(connection, name, migrations, logger).MigrateAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return database;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs one query. Several in <paramref name="query"/> may see different states: see <see cref="ReadSnapshotAsync"/>.</summary>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        UseAsync(connection => query(connection, cancellationToken), cancellationToken);

    /// <summary>Runs several queries that all see the same state of the database, and cannot change it.</summary>
    public Task<T> ReadSnapshotAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        UseAsync(
            connection => RunAsync(
                connection,
                IsolationLevel.RepeatableRead,
                async (_, _, _) =>
                {
                    await connection.ExecuteAsync(new CommandDefinition("SET TRANSACTION READ ONLY", cancellationToken: cancellationToken)).ConfigureAwait(false);
                    return await query(connection, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken),
            cancellationToken);

    /// <summary>
    /// Runs a change as one transaction (read committed: each statement sees what others have committed before it). What it throws undoes it. It runs
    /// again, up to <see cref="MaxWriteAttempts"/> times in all, where it lost against another one: a deadlock, or a conflict where it asked
    /// for a stricter isolation.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await UseAsync(
                    connection => RunAsync(connection, IsolationLevel.ReadCommitted, change, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (StorageException error) when (attempt < MaxWriteAttempts && error.InnerException is PostgresException lost && PostgresErrors.IsConflict(lost))
            {
                if (attempt > 1)
                {
                    await Task.Delay(FirstPause * (1 << (attempt - 2)), _time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Closes the connections; those in use close when their work ends.</summary>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        try
        {
            return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // Without the inner exception, which may repeat the settings.
            throw new StorageException(StorageFailure.NotAccessible, "DATABASE_URL has settings that do not go together. Leave out what is not needed.");
        }
    }

    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }
        catch (NpgsqlException error)
        {
            throw PostgresErrors.Translate(error, Name);
        }
    }

    private static async Task<T> RunAsync<T>(
        NpgsqlConnection connection, IsolationLevel isolation, Func<NpgsqlConnection, NpgsqlTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken).ConfigureAwait(false);
        await using var undone = transaction.ConfigureAwait(false);
        var result = await work(connection, transaction, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }
}
