using System.Diagnostics;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

public sealed class PostgresServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_server_has_acknowledged_is_there_when_it_starts_again()
    {
        await using var server = await PostgresServer.StartAsync(onDisk: false, Cancel);
        await using var database = await server.CreateDatabaseAsync(Cancel);
        await database.ExecuteAsync("CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)", Cancel);

        await server.KillAsync(Cancel);
        await server.StartAgainAsync(Cancel);

        Assert.Equal(7, await database.ExecuteAsync("SELECT number FROM kept", Cancel));
    }
}
