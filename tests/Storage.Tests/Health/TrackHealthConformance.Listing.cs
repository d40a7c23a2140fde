using SoundTime.Storage.Health;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Health;

public abstract partial class TrackHealthConformance
{
    private static readonly TrackHealthState?[] AllStates =
        [null, TrackHealthState.Healthy, TrackHealthState.Recovered, TrackHealthState.Degraded, TrackHealthState.Dereferenced];

    [Fact]
    public async Task Tracks_of_peers_are_listed_newest_first_all_or_those_in_a_state()
    {
        foreach (var number in Enumerable.Range(1, 9))
        {
            await AnnounceAsync(1, number);
        }

        await ImportAsync(9);
        await SaveAsync(2, Recovered);
        await SaveAsync(4, Degraded);
        await SaveAsync(5, TakenOut);
        await SaveAsync(7, Degraded);
        await SaveAsync(9, Degraded);

        Assert.Equal(new HealthCounts(Healthy: 4, Recovered: 1, Degraded: 2, Dereferenced: 1), await Health.CountAsync(Cancel));
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], await ListAsync(null));
        Assert.Equal([8, 6, 3, 1], await ListAsync(TrackHealthState.Healthy));
        Assert.Equal([2], await ListAsync(TrackHealthState.Recovered));
        Assert.Equal([7, 4], await ListAsync(TrackHealthState.Degraded));
        Assert.Equal([5], await ListAsync(TrackHealthState.Dereferenced));
    }

    [Fact]
    public async Task A_listed_track_comes_with_its_health_its_copies_and_what_is_known_against_them()
    {
        await AnnounceAsync(3, 1, 2);
        await AnnounceAsync(1, 1);
        await AnnounceAsync(2, 1);
        await StrikeAsync(1, 1, CopyFailure.Refused);
        await StrikeAsync(3, 2);
        await SaveAsync(1, Degraded);

        var listed = (await Health.ListAsync(null, 1, 10, Cancel)).Tracks.ToDictionary(track => NumberOf(track.Track.Hash));

        Assert.Equal(await Stores.Catalogue.FindTrackAsync(Sample.Hash(1), Cancel), listed[1].Track);
        AssertSame(Degraded, listed[1].Health);
        Assert.Equal(await Stores.Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel), listed[1].Copies);
        Assert.Equal([Sample.Node(3), Sample.Node(1), Sample.Node(2)], listed[1].Copies.Select(copy => copy.Peer));
        Assert.Equal(await StrikesOfAsync(1), listed[1].Strikes);
        Assert.Equal(TrackHealth.Healthy, listed[2].Health);
        Assert.Equal(await Stores.Catalogue.ListCopiesAsync(Sample.Hash(2), Cancel), listed[2].Copies);
        Assert.Equal(await StrikesOfAsync(2), listed[2].Strikes);
    }

    [Fact]
    public async Task Of_a_track_that_many_offer_those_known_longest_are_listed()
    {
        foreach (var peer in Enumerable.Range(1, ITrackHealthStore.MaxCopiesListed + 3))
        {
            await AnnounceAsync(peer, 1);
            await StrikeAsync(peer, 1);
        }

        var track = Assert.Single((await Health.ListAsync(null, 1, 1, Cancel)).Tracks);

        var longest = Enumerable.Range(1, ITrackHealthStore.MaxCopiesListed).Select(Sample.Node);
        Assert.Equal(longest, track.Copies.Select(copy => copy.Peer));
        Assert.Equal(longest, track.Strikes.Select(strikes => strikes.Peer));
    }

    [Fact]
    public async Task A_page_beyond_the_end_is_empty_and_says_how_many_there_are()
    {
        await AnnounceAsync(1, 1, 2, 3);
        await SaveAsync(1, Degraded);

        foreach (var (state, total) in AllStates.Zip([3L, 2L, 0L, 1L, 0L]))
        {
            var page = await Health.ListAsync(state, 7, 10, Cancel);
            Assert.Empty(page.Tracks);
            Assert.Equal(total, page.Total);
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 0)]
    [InlineData(1, 101)]
    public async Task A_page_that_cannot_be_is_refused(int page, int perPage) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Health.ListAsync(null, page, perPage, Cancel));

    /// <summary>All pages of three.</summary>
    private async Task<List<int>> ListAsync(TrackHealthState? state)
    {
        var listed = new List<int>();
        for (var number = 1; ; number++)
        {
            var page = await Health.ListAsync(state, number, 3, Cancel);
            listed.AddRange(page.Tracks.Select(track => NumberOf(track.Track.Hash)));
            if (page.Tracks.Count == 0)
            {
                Assert.Equal(page.Total, listed.Count);
                return listed;
            }
        }
    }

    private static int NumberOf(BlobHash hash) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.ToArray());
}
