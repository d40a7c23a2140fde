using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>What a peer is answered that searches here.</summary>
public sealed class SearchAnswerTests : IAsyncDisposable
{
    private const string Id = "0b1c2d3e-0000-4000-8000-000000000001";

    private readonly TestPeer _peer = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    public async Task A_search_is_answered_with_tracks_of_ours_in_our_name_and_with_the_number_of_all()
    {
        await using var node = await PeerNode.StartAsync();
        await using var connection = await _peer.ConnectAsync(node.Address);
        var track = await node.AddTrackAsync(Music.Bytes(100), "Bohemian Rhapsody");
        await node.AddTrackAsync(Music.Bytes(101), "Bohemian Polka");
        await node.AddTrackAsync(Music.Bytes(102), "Something else");
        await node.Catalogue.RecordAnnouncementsAsync(
            _peer.Id, [Music.Announcement(Music.HashOf([1]), 1, "Bohemian Rhapsody of a peer")], Cancellation);

        var answer = await AskAsync(connection, "böhemian RHAPS", 20);

        Assert.Equal((Id, 1UL), (answer.RequestId, answer.Total));
        Assert.Equal(
            new SearchResultItem
            {
                Hash = track.Hash.ToString(),
                Title = "Bohemian Rhapsody",
                ArtistName = "Artist",
                DurationSecs = 1,
                Format = "flac",
                SourceNode = node.Endpoint.Id.ToString(),
                Relevance = Relevance.Of(SearchQuestion.Parse("bohemian rhaps"), "Bohemian Rhapsody", "Artist", null),
            },
            Assert.Single(answer.Results));
        Assert.Equal((0, 2UL), Sizes(await AskAsync(connection, "bohemian", 0)));
        Assert.Equal((1, 2UL), Sizes(await AskAsync(connection, "bohemian", 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\u00A0 ")]
    [InlineData("\U0001F3B5\U0001F3B8")]
    [InlineData("' OR 1=1 --")]
    [InlineData("NEAR(x y) AND title:* NOT \"z")]
    [InlineData("!(a & b) | c:*")]
    [InlineData("\u202E\u0645\u0631\u062D\u0628\u0627")]
    public async Task A_question_without_words_or_with_words_that_nothing_has_finds_nothing(string question)
    {
        await using var node = await PeerNode.StartAsync();
        await using var connection = await _peer.ConnectAsync(node.Address);
        await node.AddTrackAsync(Music.Bytes(100), "Title");

        Assert.Equal((0, 0UL), Sizes(await AskAsync(connection, question, 20)));
    }

    [Fact]
    public async Task No_more_than_a_hundred_are_given_however_many_are_wanted_and_what_is_too_large_to_be_fetched_is_not_among_them()
    {
        var tracks = Enumerable.Range(1, 99).Select(i => Found(i, size: 1000)).Append(Found(200, size: WireLimits.MaxBlobBytes + 1L)).ToList();
        var index = Substitute.For<ISearchIndex>();
        index.FindTracksAsync(Arg.Any<SearchQuestion>(), SearchScope.Local, 0, 100, Arg.Any<CancellationToken>()).Returns(tracks);
        index.CountTracksAsync(Arg.Any<SearchQuestion>(), SearchScope.Local, Arg.Any<CancellationToken>()).Returns(1234);
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { Search = index });
        await using var connection = await _peer.ConnectAsync(node.Address);

        var answer = await AskAsync(connection, "title", uint.MaxValue);

        Assert.Equal((99, 1234UL), Sizes(answer));
        Assert.Equal(tracks[0].Found.Hash.ToString(), answer.Results[0].Hash);
    }

    [Fact]
    public async Task A_long_question_is_cut_and_one_of_a_megabyte_is_no_message()
    {
        await using var node = await PeerNode.StartAsync();
        await using var connection = await _peer.ConnectAsync(node.Address);

        Assert.Equal((0, 0UL), Sizes(Assert.IsType<SearchResults>(await SendRawAsync(connection, new string('a', 255) + "\U0001F3B5" + new string('b', 100_000)))));

        await Assert.ThrowsAnyAsync<Exception>(() => SendRawAsync(connection, new string('a', 1 << 20)));
        var closed = await Assert.ThrowsAsync<IrohConnectionException>(async () => await connection.AcceptStreamAsync(Cancellation));
        Assert.Equal(PeerCloseCodes.BadMessage, closed.Close.Code);
    }

    [Fact]
    public async Task An_id_that_no_message_of_ours_may_hold_is_cut()
    {
        await using var node = await PeerNode.StartAsync();
        await using var connection = await _peer.ConnectAsync(node.Address);
        var json = $$$"""{"SearchQuery":{"request_id":"{{{string.Concat(Enumerable.Repeat("\U0001F3B5", 300))}}}","query":"x","limit":1}}""";

        var answer = Assert.IsType<SearchResults>(await SendJsonAsync(connection, json));

        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F3B5", WireLimits.MaxNameCharacters)), answer.RequestId);
    }

    [Fact]
    public async Task A_store_that_fails_is_never_told_as_nothing_found()
    {
        var index = Substitute.For<ISearchIndex>();
        index.FindTracksAsync(default!, default, default, default, Cancellation).ThrowsAsyncForAnyArgs(new StorageException(StorageFailure.Busy, "busy"));
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { Search = index });
        await using var connection = await _peer.ConnectAsync(node.Address);

        Assert.Equal(PeerCloseCodes.InternalError, await RefusalAsync(connection));
        Assert.IsType<Pong>(await TestPeer.AskAsync(connection, Ping.Instance));
    }

    [Fact]
    public async Task A_peer_that_searches_too_often_is_refused_until_it_has_waited()
    {
        await using var node = await PeerNode.StartAsync();
        await using var connection = await _peer.ConnectAsync(node.Address);
        await using var other = new TestPeer();
        await using var connectionOfOther = await other.ConnectAsync(node.Address);
        for (var i = 0; i < PeerLimits.SearchBurst; i++)
        {
            await AskAsync(connection, "x", 1);
        }

        Assert.Equal(PeerCloseCodes.Busy, await RefusalAsync(connection));
        Assert.Equal((0, 0UL), Sizes(await AskAsync(connectionOfOther, "x", 1)));

        node.Time.Advance(TimeSpan.FromSeconds(1 / PeerLimits.SearchesPerSecond));
        Assert.Equal((0, 0UL), Sizes(await AskAsync(connection, "x", 1)));
        Assert.Equal(PeerCloseCodes.Busy, await RefusalAsync(connection));
    }

    [Fact]
    public async Task So_many_searches_are_made_at_once_for_all_peers_and_who_waits_for_too_long_is_refused()
    {
        var gate = new TaskCompletionSource<IReadOnlyList<Match<Track>>>();
        var begun = 0;
        var index = Substitute.For<ISearchIndex>();
        index.FindTracksAsync(default!, default, default, default, Cancellation).ReturnsForAnyArgs(_ =>
        {
            Interlocked.Increment(ref begun);
            return gate.Task;
        });
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { Search = index });
        await using var connection = await _peer.ConnectAsync(node.Address);
        var answered = Enumerable.Range(0, SearchQueryHandler.AtOnce).Select(_ => AskAsync(connection, "x", 1)).ToList();
        await node.UntilAsync(() => Volatile.Read(ref begun) == SearchQueryHandler.AtOnce);

        // So that the timer of the one that waits is told from those of the others.
        node.Time.Advance(TimeSpan.FromSeconds(1));
        var refused = RefusalAsync(connection);
        await node.UntilAsync(() => node.Time.HasTimerIn(SearchQueryHandler.Limit));
        node.Time.Advance(SearchQueryHandler.Limit);
        Assert.Equal(PeerCloseCodes.Busy, await refused);

        gate.SetResult([]);
        Assert.All(await Task.WhenAll(answered), answer => Assert.Equal((0, 0UL), Sizes(answer)));
        Assert.Equal(SearchQueryHandler.AtOnce, begun);
    }

    [Fact]
    public async Task A_search_that_takes_too_long_is_given_up_and_refused()
    {
        var begun = new TaskCompletionSource();
        var index = Substitute.For<ISearchIndex>();
        index.FindTracksAsync(default!, default, default, default, Cancellation).ReturnsForAnyArgs(async call =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Arg<CancellationToken>());
            return [];
        });
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { Search = index });
        await using var connection = await _peer.ConnectAsync(node.Address);

        var refused = RefusalAsync(connection);
        await begun.Task.WaitAsync(Cancellation);
        node.Time.Advance(SearchQueryHandler.Limit);

        Assert.Equal(PeerCloseCodes.Busy, await refused);
    }

    private static Match<Track> Found(int seed, long size) => new(
        new Track
        {
            Id = Guid.NewGuid(),
            Hash = Music.HashOf(Music.Bytes(10, seed)),
            FileSize = size,
            ArtistId = Guid.NewGuid(),
            IsLocal = true,
            CreatedAt = default,
            Tags = new TrackTags { Title = "Title", ArtistName = "Artist", DurationSecs = 1, Format = "flac" },
        },
        1);

    private static (int Results, ulong Total) Sizes(SearchResults answer) => (answer.Results.Count, answer.Total);

    private static async Task<SearchResults> AskAsync(IrohConnection connection, string question, uint limit) =>
        Assert.IsType<SearchResults>(await TestPeer.AskAsync(connection, new SearchQuery(Id, question, limit)));

    private static Task<Message> SendRawAsync(IrohConnection connection, string question) =>
        SendJsonAsync(connection, $$$"""{"SearchQuery":{"request_id":"{{{Id}}}","query":"{{{question}}}","limit":1}}""");

    private static async Task<Message> SendJsonAsync(IrohConnection connection, string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        var answer = await TestPeer.SendAsync(connection, (byte[])[.. TestPeer.Header((uint)bytes.Length), .. bytes]);
        return MessageParser.Parse(answer.AsSpan(Frame.HeaderBytes));
    }

    private static async Task<ulong?> RefusalAsync(IrohConnection connection)
    {
        var failure = await Assert.ThrowsAsync<IrohStreamException>(() => TestPeer.SendAsync(connection, new SearchQuery(Id, "x", 1)));
        Assert.Equal(StreamFailure.ResetByPeer, failure.Reason);
        return failure.Code;
    }
}
