using SoundTime.Storage.Health;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Health;

public abstract partial class TrackHealthConformance
{
    [Fact]
    public async Task A_track_that_comes_to_be_ours_does_not_count_and_has_its_health_back_when_it_is_the_peers_again()
    {
        await AnnounceAsync(1, 1, 2, 3);
        await SaveAsync(1, TakenOut);
        await SaveAsync(2, Recovered);

        await ImportAsync(1);
        await ImportAsync(2);
        Assert.Equal(new HealthCounts(1, 0, 0, 0), await Health.CountAsync(Cancel));
        Assert.Equal([3], await ListAsync(null));
        Assert.Empty(await ListAsync(TrackHealthState.Dereferenced));
        AssertSame(TakenOut, await FindAsync(1));

        await Stores.Catalogue.RemoveLocalFileAsync("/music/1", Cancel);
        await Stores.Catalogue.RemoveLocalFileAsync("/music/2", Cancel);
        Assert.Equal(new HealthCounts(1, 1, 0, 1), await Health.CountAsync(Cancel));
        Assert.Equal([1], await ListAsync(TrackHealthState.Dereferenced));
        AssertSame(TakenOut, await FindAsync(1));
    }

    [Fact]
    public async Task What_is_written_of_a_track_of_ours_counts_once_it_is_the_peers()
    {
        await AnnounceAsync(1, 1);
        await ImportAsync(1);

        Assert.Equal(1, await SaveAsync(1, Degraded));
        Assert.Equal(new HealthCounts(0, 0, 0, 0), await Health.CountAsync(Cancel));
        Assert.Empty(await TroubledAsync());

        await Stores.Catalogue.RemoveLocalFileAsync("/music/1", Cancel);
        Assert.Equal(new HealthCounts(0, 0, 1, 0), await Health.CountAsync(Cancel));
        Assert.Single(await TroubledAsync());
    }

    [Fact]
    public async Task The_numbers_are_right_where_healths_are_written_while_tracks_come_and_go()
    {
        int[] tracks = [.. Enumerable.Range(0, 30)];
        await AnnounceAsync(1, tracks);

        await Task.WhenAll(
            [
                .. tracks[..10].Select(track => Stores.Catalogue.ImportAsync(Sample.Import(track, $"/music/{track}"), Cancel)),
                .. tracks.Select(track => SaveAsync(track, track % 2 == 0 ? Degraded : TakenOut)),
                .. Enumerable.Range(0, 3).Select(_ => Health.SaveAsync([.. tracks.Select(track => new HealthChange(Sample.Hash(track), Recovered))], Cancel)),
                .. tracks[20..].Select(track => StrikeAsync(1, track)),
                .. tracks[20..].Select(track => Stores.Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(track), Cancel)),
            ]);

        await AssertNumbersAsync();
        Assert.Equal(20 - 10, (await Health.ListAsync(null, 1, 1, Cancel)).Total);
        foreach (var track in tracks[20..])
        {
            Assert.Equal(TrackHealth.Healthy, await FindAsync(track));
            Assert.Empty(await StrikesOfAsync(track));
        }
    }

    /// <summary>Counts by hand what is listed.</summary>
    private async Task AssertNumbersAsync()
    {
        var counts = await Health.CountAsync(Cancel);
        foreach (var state in AllStates)
        {
            Assert.Equal(counts.Of(state), (await ListAsync(state)).Count);
        }

        Assert.Equal(counts.Of(null), (await Stores.Catalogue.CountAsync(Cancel)).RemoteTracks);
    }
}
