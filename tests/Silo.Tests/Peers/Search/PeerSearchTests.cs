using NSubstitute;
using SoundTime.Api;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Search;
using SoundTime.Silo.Peers;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Peers;

public sealed class PeerSearchTests
{
    private readonly ISearchGrain _grain = Substitute.For<ISearchGrain>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly ManualTime _time = new();

    public PeerSearchTests() => _grains.GetGrain<ISearchGrain>(Arg.Any<string>()).Returns(_grain);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerSearch Search => new PeerSearch(_grains, _time);

    [Fact]
    public async Task What_the_grain_of_the_question_finds_is_passed_on_part_by_part_until_it_is_over()
    {
        var hit = new SearchHit(
            new string('a', 64), "Title", "Artist", "Album", 1.5f, "flac", "Genre", 1999, 900, "mbid", 0.5f, Guid.NewGuid(), true, ["self", "other"]);
        _grain.ReadAsync(0, Arg.Any<CancellationToken>()).Returns(new SearchProgress(3, [hit], 2, 1, 0, null, IsComplete: false));
        _grain.ReadAsync(3, Arg.Any<CancellationToken>()).Returns(new SearchProgress(4, [], 2, 1, 1, "why", IsComplete: true));

        var updates = await Search.AskAsync("  queen \t", Cancellation).ToListAsync(Cancellation);

        _grains.Received(1).GetGrain<ISearchGrain>(SearchKey.Of("queen")!);
        Assert.Equal([(2, 1, 0, null), (2, 1, 1, "why")], updates.Select(update => (update.Asked, update.Answered, update.Failed, update.Failure)));
        var result = Assert.Single(updates[0].Results);
        Assert.Empty(updates[1].Results);
        Assert.Equal(
            new SearchResult
            {
                Hash = hit.Hash,
                Title = "Title",
                ArtistName = "Artist",
                AlbumTitle = "Album",
                DurationSecs = 1.5f,
                Format = "flac",
                Genre = "Genre",
                Year = 1999,
                Bitrate = 900,
                SourceNode = "self",
                MusicbrainzId = "mbid",
                Relevance = 0.5f,
                TrackId = hit.TrackId,
                Local = true,
                Holders = hit.Holders,
            },
            result);
    }

    [Fact]
    public async Task A_blank_question_is_over_at_once()
    {
        Assert.Empty(await Search.AskAsync(" \t\u0000", Cancellation).ToListAsync(Cancellation));

        Assert.Empty(_grains.ReceivedCalls());
    }

    [Fact]
    public async Task Who_leaves_waits_for_the_grain_no_more()
    {
        using var leaving = new CancellationTokenSource();
        var left = new TaskCompletionSource();
        _grain.ReadAsync(default, Cancellation).ReturnsForAnyArgs(call =>
        {
            call.Arg<CancellationToken>().Register(left.SetResult);
            return new TaskCompletionSource<SearchProgress>().Task;
        });
        var asking = Search.AskAsync("queen", leaving.Token).ToListAsync(Cancellation).AsTask();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await left.Task;
    }

    [Fact]
    public async Task A_grain_that_never_ends_is_not_waited_for()
    {
        _grain.ReadAsync(default, Cancellation).ReturnsForAnyArgs(new TaskCompletionSource<SearchProgress>().Task);
        var asking = Search.AskAsync("queen", Cancellation).ToListAsync(Cancellation).AsTask();

        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<TimeoutException>(() => asking);
    }
}
