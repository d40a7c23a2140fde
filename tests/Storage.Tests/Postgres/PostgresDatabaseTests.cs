using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SoundTime.Storage.Postgres;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private static readonly Migration Numbers = new(1, "CREATE TABLE numbers (id int PRIMARY KEY, value int NOT NULL)");

    private TestDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await (await PostgresServer.Shared).CreateDatabaseAsync(Cancel);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Commits_are_flushed_to_the_disk_whatever_the_default_of_the_database_is()
    {
        await _database.ExecuteAsync($"ALTER DATABASE {_database.Name} SET synchronous_commit = off", Cancel);
        await using var database = await OpenAsync($"{_database.Url}&options=-c%20synchronous_commit%3Doff%20-c%20work_mem%3D1MB");

        // The second connection is one that was used and reset.
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(("on", "1MB"), await database.ReadAsync(
                (db, _) => db.QuerySingleAsync<(string, string)>("SELECT current_setting('synchronous_commit'), current_setting('work_mem')"), Cancel));
        }
    }

    [Fact]
    public async Task A_change_that_throws_is_undone()
    {
        await using var database = await OpenAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync<int>(
            async (db, _, _) =>
            {
                await db.ExecuteAsync("INSERT INTO numbers VALUES (1, 1)");
                throw new InvalidOperationException();
            },
            Cancel));

        Assert.Equal(0L, await _database.ExecuteAsync("SELECT count(*) FROM numbers", Cancel));
    }

    [Fact]
    public async Task A_snapshot_does_not_see_what_others_change_meanwhile_and_changes_nothing()
    {
        await using var database = await OpenAsync();

        var counts = await database.ReadSnapshotAsync(
            async (db, _) =>
            {
                var before = await db.ExecuteScalarAsync<long>("SELECT count(*) FROM numbers");
                await _database.ExecuteAsync("INSERT INTO numbers VALUES (1, 1)", Cancel);
                return (before, await db.ExecuteScalarAsync<long>("SELECT count(*) FROM numbers"));
            },
            Cancel);
        var error = await Assert.ThrowsAsync<StorageException>(
            () => database.ReadSnapshotAsync((db, _) => db.ExecuteAsync("INSERT INTO numbers VALUES (2, 2)"), Cancel));

        Assert.Equal((0L, 0L), counts);
        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
    }

    [Fact]
    public async Task Changes_that_block_each_other_both_succeed_in_the_end()
    {
        await using var database = await OpenAsync();
        await _database.ExecuteAsync("INSERT INTO numbers VALUES (1, 0), (2, 0)", Cancel);
        using var bothHoldOne = new Barrier(2);
        var tries = 0;

        await Task.WhenAll(AddInOrderAsync(1, 2), AddInOrderAsync(2, 1));

        Assert.NotInRange(tries, 0, 2);
        Assert.Equal(4L, await _database.ExecuteAsync("SELECT sum(value) FROM numbers", Cancel));

        Task<int> AddInOrderAsync(int first, int second)
        {
            var isFirstTry = true;
            return Task.Run(() => database.WriteAsync(
                async (db, _, _) =>
                {
                    Interlocked.Increment(ref tries);
                    await AddAsync(db, first);
                    if (isFirstTry)
                    {
                        isFirstTry = false;
                        bothHoldOne.SignalAndWait(Cancel);
                    }

                    return await AddAsync(db, second);
                },
                Cancel));
        }
    }

    [Fact]
    public async Task A_change_that_keeps_losing_is_given_up_as_busy_after_growing_pauses()
    {
        var time = new Testing.ManualTime();
        await using var database = await PostgresDatabase.OpenAsync(_database.Url, [Numbers], time, NullLogger.Instance, Cancel);
        var pauses = new List<TimeSpan>();
        var tries = 0;

        var change = database.WriteAsync<int>(
            (_, _, _) =>
            {
                tries++;
                throw new PostgresException("could not serialize", "ERROR", "ERROR", PostgresErrorCodes.SerializationFailure);
            },
            Cancel);
        await Testing.Waiting.UntilAsync(
            () =>
            {
                if (time.NextTimer is { } next)
                {
                    pauses.Add(next - time.GetUtcNow());
                    time.Advance(pauses[^1]);
                }

                return change.IsCompleted;
            },
            Cancel);

        var error = await Assert.ThrowsAsync<StorageException>(() => change);
        Assert.Equal(StorageFailure.Busy, error.Reason);
        Assert.Equal(PostgresDatabase.MaxWriteAttempts, tries);
        Assert.Equal([10, 20, 40, 80, 160, 320], pauses.Select(pause => pause.TotalMilliseconds));
    }

    [Fact]
    public async Task A_server_that_went_away_is_said_to_be_not_accessible_and_is_used_again_when_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync(onDisk: false, Cancel);
        await using var own = await server.CreateDatabaseAsync(Cancel);
        await using var database = await OpenAsync(own.Url);

        await server.KillAsync(Cancel);
        var broken = await Assert.ThrowsAsync<StorageException>(() => CountAsync(database));
        var away = await Assert.ThrowsAsync<StorageException>(() => CountAsync(database));
        await server.StartAgainAsync(Cancel);

        Assert.Equal((StorageFailure.NotAccessible, StorageFailure.NotAccessible), (broken.Reason, away.Reason));
        Assert.Contains(own.Name, away.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task After_a_restart_of_the_server_one_call_fails_however_many_connections_there_were()
    {
        await using var server = await PostgresServer.StartAsync(onDisk: false, Cancel);
        await using var own = await server.CreateDatabaseAsync(Cancel);
        await using var database = await OpenAsync(own.Url);
        await CountTogetherAsync();
        await server.KillAsync(Cancel);
        await server.StartAgainAsync(Cancel);

        await Assert.ThrowsAsync<StorageException>(() => CountAsync(database));
        await CountTogetherAsync();

        // Each waits for the others, so each has a connection of its own.
        async Task CountTogetherAsync()
        {
            var missing = 5;
            var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAll(Enumerable.Range(0, missing).Select(_ => database.ReadAsync(
                async (db, cancel) =>
                {
                    var count = await db.ExecuteScalarAsync<long>("SELECT count(*) FROM numbers");
                    if (Interlocked.Decrement(ref missing) == 0)
                    {
                        all.SetResult();
                    }

                    await all.Task.WaitAsync(TimeSpan.FromMinutes(1), cancel);
                    return count;
                },
                Cancel)));
        }
    }

    [Theory]
    [InlineData("postgres://ann:secret@127.0.0.1:1/music")]
    [InlineData("postgres://ann:secret@host.invalid/music")]
    [InlineData("postgres://ann:secret@/music?host=/nowhere")]
    public async Task A_server_that_is_not_there_is_said_to_be_not_accessible(string url)
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(url));

        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
        Assert.Contains("'music'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_a_missing_database_are_said_so_without_the_password()
    {
        await _database.ExecuteAsync("CREATE USER guarded PASSWORD 'right'", Cancel);
        try
        {
            var refused = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(_database.UrlFor("guarded:secret")));
            var unsaid = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(_database.UrlFor("guarded")));
            var missing = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(_database.Url.Replace(_database.Name, "missing", StringComparison.Ordinal)));

            Assert.All([refused, unsaid, missing], error => Assert.Equal(StorageFailure.NotAccessible, error.Reason));
            Assert.Contains("password", refused.Message, StringComparison.Ordinal);
            Assert.Contains("password", unsaid.Message, StringComparison.Ordinal);
            Assert.Contains("createdb", missing.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await _database.ExecuteAsync("DROP USER guarded", Cancel);
        }
    }

    [Fact]
    public async Task When_all_connections_stay_in_use_the_database_is_said_to_be_busy()
    {
        await using var database = await OpenAsync(_database.Url + "&maximum_pool_size=1&connect_timeout=1");

        var error = await database.ReadAsync((_, _) => Assert.ThrowsAsync<StorageException>(() => CountAsync(database)), Cancel);

        Assert.Equal(StorageFailure.Busy, error.Reason);
    }

    [Fact]
    public async Task A_query_without_end_is_given_up_as_busy()
    {
        await using var database = await OpenAsync(_database.Url + "&command_timeout=1");

        var error = await Assert.ThrowsAsync<StorageException>(() => database.ReadAsync((db, _) => db.ExecuteAsync("SELECT pg_sleep(100)"), Cancel));

        Assert.Equal(StorageFailure.Busy, error.Reason);
    }

    [Fact]
    public async Task A_query_that_is_cancelled_ends_and_is_no_failure_of_the_database()
    {
        await using var database = await OpenAsync();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.ReadAsync(
            async (db, cancel) =>
            {
                var query = db.ExecuteAsync(new CommandDefinition("SELECT pg_sleep(100)", cancellationToken: cancel));
                await cancelled.CancelAsync();
                return await query;
            },
            cancelled.Token));

        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task A_closed_database_says_so()
    {
        var database = await OpenAsync();
        await database.DisposeAsync();
        await database.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => CountAsync(database));
    }

    private static Task<int> AddAsync(NpgsqlConnection db, int id) => db.ExecuteAsync("UPDATE numbers SET value = value + 1 WHERE id = @id", new { id });

    private static Task<long> CountAsync(PostgresDatabase database) =>
        database.ReadAsync((db, _) => db.ExecuteScalarAsync<long>("SELECT count(*) FROM numbers"), Cancel);

    private Task<PostgresDatabase> OpenAsync(string? url = null) =>
        PostgresDatabase.OpenAsync(url ?? _database.Url, [Numbers], TimeProvider.System, NullLogger.Instance, Cancel);
}
