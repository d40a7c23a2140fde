using SoundTime.Storage.Blocking;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Health;

public abstract partial class TrackHealthConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task A_walk_comes_to_each_track_of_peers_once_in_the_order_of_ids(int limit)
    {
        foreach (var number in Enumerable.Range(1, 12))
        {
            // The fifth to the ninth are ours: whole pages have no track of peers.
            await (number is > 4 and < 10 ? ImportAsync(number) : AnnounceAsync(1, number));
        }

        await SaveAsync(3, Degraded);
        var walked = await WalkAsync(limit);

        Assert.Equal([1, 2, 3, 4, 10, 11, 12], walked.Select(track => NumberOf(track.Hash)));
        AssertSame(Degraded, walked[2].Health);
        Assert.All(walked.Where(track => track != walked[2]), track => Assert.Equal(TrackHealth.Healthy, track.Health));
        var first = (await Stores.Catalogue.FindTrackAsync(Sample.Hash(1), Cancel))!;
        Assert.Equal(new SweptTrack(first.Id, first.Hash, first.FileSize, TrackHealth.Healthy, HasOnlineHolder: false), walked[0]);
    }

    [Fact]
    public async Task A_walk_over_nothing_ends_at_once()
    {
        var page = await Health.ListNextAsync(null, 10, Cancel);

        Assert.Empty(page.Tracks);
        Assert.Null(page.Position);
    }

    [Fact]
    public async Task A_track_has_an_online_holder_where_one_that_offers_it_is_online_and_not_blocked()
    {
        await SavePeerAsync(1, isOnline: true);
        await SavePeerAsync(2, isOnline: false);
        await SavePeerAsync(3, isOnline: true);
        await Stores.Blocks.AddAsync(new BlockRequest(Sample.Node(3).ToString(), null), Cancel);
        await AnnounceAsync(2, 1, 2);
        await AnnounceAsync(1, 1);
        await AnnounceAsync(3, 2, 3);
        await AnnounceAsync(4, 4);
        foreach (var number in Enumerable.Range(1, 4))
        {
            await SaveAsync(number, Degraded);
        }

        Assert.Equal([(1, true), (2, false), (3, false), (4, false)], (await WalkAsync(10)).Select(track => (NumberOf(track.Hash), track.HasOnlineHolder)).Order());
        Assert.Equal([(1, true), (2, false), (3, false), (4, false)], (await TroubledAsync()).Select(track => (NumberOf(track.Hash), track.HasOnlineHolder)).Order());
    }

    [Fact]
    public async Task Those_in_trouble_come_by_their_last_check_the_never_checked_first()
    {
        await AnnounceAsync(1, [.. Enumerable.Range(1, 8)]);
        var now = Time.GetUtcNow();
        await SaveAsync(1, Degraded with { CheckedAt = now.AddMinutes(-1) });
        await SaveAsync(2, Degraded);
        await SaveAsync(3, TakenOut with { CheckedAt = now.AddDays(-9) });
        await SaveAsync(4, Recovered with { CheckedAt = now.AddDays(-9) });
        await SaveAsync(5, Degraded with { State = TrackHealthState.Dereferenced, CheckedAt = now.AddMinutes(-3) });
        await SaveAsync(6, Degraded with { CheckedAt = now.AddMinutes(-2) });
        await SaveAsync(7, Degraded);
        await ImportAsync(7);

        Assert.Equal([2, 5, 6, 1], (await TroubledAsync()).Select(track => NumberOf(track.Hash)));
        Assert.Equal([2, 5], (await Health.ListTroubledAsync(2, Cancel)).Select(track => NumberOf(track.Hash)));
        AssertSame(Degraded, (await TroubledAsync())[0].Health);

        await SaveAsync(2, await FindAsync(2) with { CheckedAt = now });
        Assert.Equal([5, 6, 1, 2], (await TroubledAsync()).Select(track => NumberOf(track.Hash)));
    }

    [Fact]
    public async Task A_sweep_of_nothing_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Health.ListNextAsync(null, 0, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Health.ListTroubledAsync(0, Cancel));
    }

    private async Task<List<SweptTrack>> WalkAsync(int limit)
    {
        var walked = new List<SweptTrack>();
        Guid? position = null;
        do
        {
            var page = await Health.ListNextAsync(position, limit, Cancel);
            Assert.InRange(page.Tracks.Count, 0, limit);
            walked.AddRange(page.Tracks);
            position = page.Position;
        }
        while (position is not null);

        Assert.Equal(walked.OrderBy(track => track.Id), walked);
        return walked;
    }

    private Task<IReadOnlyList<SweptTrack>> TroubledAsync() => Health.ListTroubledAsync(100, Cancel);

    private Task<bool> SavePeerAsync(int peer, bool isOnline) =>
        Stores.Peers.SaveAsync(new PeerRecord { Id = Sample.Node(peer), AddedAt = Time.GetUtcNow(), IsOnline = isOnline }, Cancel);
}
