using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Postgres;
using SoundTime.Storage.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>A database that the program before track health left behind, with a peer and a track of it.</summary>
public sealed class PostgresUpgradeTests : IAsyncLifetime
{
    private const int SchemaBeforeHealth = 3;

    private const string AddRowsSql = """
        INSERT INTO peers (node, trust, is_online, added_at, hosts, failed_deliveries) VALUES (@node, 0, true, @added, '{a:1}', 2);
        INSERT INTO artists (id, name) VALUES (@id, 'Artist');
        INSERT INTO tracks (id, hash, is_local, file_size, title, artist_id, duration_secs, format, created_at) VALUES (@id, @hash, false, 1000, 'Title', @id, 1.5, 'flac', @added);
        INSERT INTO copies (hash, announced_at, id, node, format, file_size) VALUES (@hash, @added, @id, @node, 'flac', 1000)
        """;

    private readonly DateTimeOffset _added = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private TestDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await (await PostgresServer.Shared).CreateDatabaseAsync(Cancel);
        await using var before = await PostgresDatabase.OpenAsync(
            _database.Url, [.. Migration.Postgres.Take(SchemaBeforeHealth)], TimeProvider.System, NullLogger.Instance, Cancel);
        var rows = new { node = Sample.Node(1).ToArray(), added = _added, id = Guid.CreateVersion7(_added), hash = Sample.Hash(1).ToArray() };
        await before.ReadAsync((db, cancel) => db.ExecuteAsync(new CommandDefinition(AddRowsSql, rows, cancellationToken: cancel)), Cancel);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Peers_that_were_known_are_there_and_tracks_of_peers_are_healthy_until_they_fail()
    {
        await using var stores = await PostgresStores.OpenAsync(_database.Url, TimeProvider.System, NullLoggerFactory.Instance, Cancel);

        var peer = new PeerRecord { Id = Sample.Node(1), AddedAt = _added, IsOnline = true, FailedDeliveries = 2 };
        var found = (await stores.Peers.FindAsync(peer.Id, Cancel))!;
        Assert.Equal(["a:1"], found.Hosts);
        Assert.Equal(peer, found with { Hosts = peer.Hosts });
        Assert.Equal(new HealthCounts(1, 0, 0, 0), await stores.Health.CountAsync(Cancel));
        await stores.Health.SaveAsync([new HealthChange(Sample.Hash(1), new TrackHealth { State = TrackHealthState.Degraded })], Cancel);
        Assert.Equal(new HealthCounts(0, 0, 1, 0), await stores.Health.CountAsync(Cancel));
        Assert.True(Assert.Single(await stores.Health.ListTroubledAsync(10, Cancel)).HasOnlineHolder);
        Assert.Equal(1, await stores.Health.AddStrikeAsync(Sample.Hash(1), peer.Id, CopyFailure.Stalled, _added, Cancel));
    }
}
