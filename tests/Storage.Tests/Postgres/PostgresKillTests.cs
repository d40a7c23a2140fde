using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Postgres;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

public sealed class PostgresKillTests
{
    private const int Rounds = 5;
    private const int Writers = 4;

    private static readonly Migration Numbers = new(1, "CREATE TABLE numbers (number int PRIMARY KEY)");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_killed_again_and_again_loses_nothing_it_acknowledged_even_where_it_would_answer_early()
    {
        await using var server = await PostgresServer.StartAsync(onDisk: false, Cancel);
        await using var own = await server.CreateDatabaseAsync(Cancel);
        await own.ExecuteAsync("ALTER SYSTEM SET synchronous_commit = off", Cancel);
        await own.ExecuteAsync("ALTER SYSTEM SET wal_writer_delay = '10s'", Cancel);
        await own.ExecuteAsync("SELECT pg_reload_conf()", Cancel);
        await using var database = await PostgresDatabase.OpenAsync(own.Url, [Numbers], TimeProvider.System, NullLogger.Instance, Cancel);
        var acknowledged = new ConcurrentQueue<int>();

        for (var round = 1; round <= Rounds; round++)
        {
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, Writers).Select(writer => WriteAsync((round * Writers) + writer, round * 25, enough)).ToList();
            await Task.WhenAny(enough.Task, Task.WhenAll(writers));
            await server.KillAsync(Cancel);
            await Task.WhenAll(writers);
            await server.StartAgainAsync(Cancel);

            var kept = await database.ReadAsync(async (db, _) => (await db.QueryAsync<int>("SELECT number FROM numbers")).ToHashSet(), Cancel);
            Assert.Empty(acknowledged.Except(kept));
        }

        async Task WriteAsync(int writer, int wanted, TaskCompletionSource enough)
        {
            for (var number = writer * 1_000_000; ; number++)
            {
                try
                {
                    await database.WriteAsync((db, _, _) => db.ExecuteAsync("INSERT INTO numbers VALUES (@number)", new { number }), Cancel);
                }
                catch (StorageException)
                {
                    return;
                }

                acknowledged.Enqueue(number);
                if (acknowledged.Count >= wanted)
                {
                    enough.TrySetResult();
                }
            }
        }
    }
}
