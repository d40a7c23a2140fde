using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Silo.Peers;
using SoundTime.Silo.Tests.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Sqlite;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Administration;

public sealed class StoredTrackAdministrationTests : IAsyncLifetime
{
    private static readonly NodeId Peer = NodeId.Parse(new string('a', 64));
    private static readonly BlobHash Hash = Music.HashOf([1, 2, 3]);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private SqliteStores _stores = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StoredTrackAdministration Administration => new StoredTrackAdministration(_stores.Catalogue, _stores.Health);

    public async ValueTask InitializeAsync()
    {
        _stores = await SqliteStores.OpenAsync(Path.Combine(_folder.Path, "soundtime.db"), _time, NullLogger.Instance, Cancellation);
        await _stores.Catalogue.RecordAnnouncementsAsync(Peer, [Music.Announcement(Hash, 3)], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_track_is_taken_out_and_in_again_and_what_is_so_already_stays_so()
    {
        for (var i = 0; i < 2; i++)
        {
            Assert.True(await Administration.DereferenceAsync(Hash, Cancellation));
            var health = await _stores.Health.FindAsync(Hash, Cancellation);
            Assert.Equal((TrackHealthState.Dereferenced, true), (health.State, health.IsTakenOut));
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.True(await Administration.RereferenceAsync(Hash, Cancellation));
            Assert.Equal(TrackHealth.Healthy, await _stores.Health.FindAsync(Hash, Cancellation) with { Version = 0 });
        }
    }

    [Fact]
    public async Task What_no_peer_holds_is_neither_taken_out_nor_in()
    {
        var unknown = Music.HashOf([4]);

        Assert.False(await Administration.DereferenceAsync(unknown, Cancellation));
        Assert.False(await Administration.RereferenceAsync(unknown, Cancellation));
    }

    [Fact]
    public async Task Where_p2p_is_off_there_is_no_sweep() => Assert.Null(await Administration.ReadSweepAsync(Cancellation));

    [Fact]
    public async Task A_copy_of_opus_scores_as_opus_whatever_its_peer_calls_it()
    {
        await _stores.Catalogue.RecordAnnouncementsAsync(Peer, [Music.Announcement(Hash, 3) with { Format = "ogg" }], Cancellation);
        var copy = Assert.Single(await _stores.Catalogue.ListCopiesAsync(Hash, Cancellation));
        var opus = copy with { Format = "opus" };

        Assert.True(Administration.ScoreOf(copy, true, [copy]) < Administration.ScoreOf(opus, true, [copy, opus]));
        Assert.Equal(Administration.ScoreOf(copy, true, [copy, opus]), Administration.ScoreOf(opus, true, [copy, opus]));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(90, 90)]
    [InlineData(86_400, 3_600)]
    public async Task A_listener_is_told_to_wait_about_as_long_as_the_last_holder_has_been_away(int awaySeconds, int waitSeconds)
    {
        await SaveAsync(Peer, isOnline: false);
        _time.Advance(TimeSpan.FromSeconds(awaySeconds));

        Assert.Equal(TimeSpan.FromSeconds(waitSeconds), await new HolderReturn(_stores.Catalogue, _stores.Peers, _time).EstimateAsync(Hash, Cancellation));
    }

    [Fact]
    public async Task When_a_holder_is_back_is_unknown_while_one_counts_as_online_or_none_is_known()
    {
        var returns = new HolderReturn(_stores.Catalogue, _stores.Peers, _time);
        Assert.Null(await returns.EstimateAsync(Hash, Cancellation));

        await SaveAsync(Peer, isOnline: true);
        Assert.Null(await returns.EstimateAsync(Hash, Cancellation));
    }

    private async Task SaveAsync(NodeId peer, bool isOnline) =>
        Assert.True(await _stores.Peers.SaveAsync(
            new PeerRecord { Id = peer, AddedAt = _time.GetUtcNow(), LastSeen = _time.GetUtcNow(), IsOnline = isOnline }, Cancellation));
}
