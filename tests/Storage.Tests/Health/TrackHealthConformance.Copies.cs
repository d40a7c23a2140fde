using SoundTime.Storage.Health;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Health;

public abstract partial class TrackHealthConformance
{
    [Fact]
    public async Task Strikes_of_each_copy_add_up_and_the_last_failure_is_kept()
    {
        await AnnounceAsync(1, 1, 2);
        await AnnounceAsync(2, 1);
        var at = Time.GetUtcNow().AddMicroseconds(3);

        Assert.Equal(1, await StrikeAsync(1, 1, CopyFailure.BrokeOff));
        Assert.Equal(2, await Health.AddStrikeAsync(Sample.Hash(1), Sample.Node(1), CopyFailure.WrongBytes, at, Cancel));
        Assert.Equal(1, await StrikeAsync(2, 1, CopyFailure.Unreachable));

        Assert.Equal(
            [new CopyStrikes(Sample.Node(1), 2, CopyFailure.WrongBytes, at), new CopyStrikes(Sample.Node(2), 1, CopyFailure.Unreachable, Time.GetUtcNow())],
            await StrikesOfAsync(1));
        Assert.Empty(await StrikesOfAsync(2));
    }

    [Fact]
    public async Task What_nobody_offers_gets_no_strike()
    {
        await AnnounceAsync(1, 1);

        Assert.Equal(0, await StrikeAsync(2, 1));
        Assert.Equal(0, await StrikeAsync(1, 2));

        Assert.Empty(await StrikesOfAsync(1));
        Assert.Empty(await StrikesOfAsync(2));
    }

    [Fact]
    public async Task A_copy_that_came_has_nothing_against_it()
    {
        await AnnounceAsync(1, 1);
        await AnnounceAsync(2, 1);
        await StrikeAsync(1, 1);
        await StrikeAsync(2, 1);

        await Health.ClearStrikesAsync(Sample.Hash(1), Sample.Node(1), Cancel);
        await Health.ClearStrikesAsync(Sample.Hash(1), Sample.Node(1), Cancel);

        Assert.Equal(Sample.Node(2), Assert.Single(await StrikesOfAsync(1)).Peer);
        Assert.Equal(1, await StrikeAsync(1, 1));
    }

    [Fact]
    public async Task Strikes_go_with_their_copy_and_one_that_is_announced_again_begins_anew()
    {
        await AnnounceAsync(1, 1, 2, 3);
        await AnnounceAsync(2, 1);
        await StrikeAsync(1, 1);
        await StrikeAsync(1, 2);
        await StrikeAsync(2, 1);

        Assert.True(await Stores.Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel));
        Assert.Equal(Sample.Node(2), Assert.Single(await StrikesOfAsync(1)).Peer);

        Assert.Equal(2, await Stores.Catalogue.RemoveCopiesAsync(Sample.Node(1), 10, Cancel));
        await AnnounceAsync(1, 1, 2);
        Assert.Equal(Sample.Node(2), Assert.Single(await StrikesOfAsync(1)).Peer);
        Assert.Empty(await StrikesOfAsync(2));
        Assert.Equal(1, await StrikeAsync(1, 1));
    }

    [Fact]
    public async Task What_a_peer_says_once_more_takes_no_strike_away()
    {
        await AnnounceAsync(1, 1);
        await StrikeAsync(1, 1);

        await AnnounceAsync(1, 1);
        await Stores.Catalogue.RecordAnnouncementsAsync(Sample.Node(1), [Sample.Announcement(1, "Other") with { Bitrate = 96, FileSize = 7 }], Cancel);
        await ImportAsync(1);

        Assert.Equal(2, await StrikeAsync(1, 1));
    }

    [Fact]
    public async Task Strikes_at_once_all_count()
    {
        await AnnounceAsync(1, 1);

        var counted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StrikeAsync(1, 1)));

        Assert.Equal(Enumerable.Range(1, 8), counted.Order());
    }

    private Task<IReadOnlyList<CopyStrikes>> StrikesOfAsync(int track) => Health.ListStrikesAsync(Sample.Hash(track), Cancel);

    private Task<int> StrikeAsync(int peer, int track, CopyFailure failure = CopyFailure.Stalled) =>
        Health.AddStrikeAsync(Sample.Hash(track), Sample.Node(peer), failure, Time.GetUtcNow(), Cancel);
}
