using System.Text;
using System.Text.Json.Nodes;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>What a peer is asked, and what becomes of whatever it answers.</summary>
public sealed class SearchLinkTests : IAsyncLifetime
{
    private const int Limit = 100;

    private readonly TaskCompletionSource _never = new();
    private readonly TestPeer _peer;
    private Func<IrohStream, SearchQuery, Task> _answer = (_, _) => Task.CompletedTask;
    private PeerNode? _node;

    public SearchLinkTests() => _peer = new TestPeer((_, stream, message) => message is SearchQuery query ? _answer(stream, query) : Task.CompletedTask);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        await Node.LearnAsync(_peer);
    }

    public async ValueTask DisposeAsync()
    {
        _never.SetResult();
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task A_peer_is_asked_in_the_words_of_the_question_with_an_id_of_its_own_each_time()
    {
        Answer(_ => []);
        await AskAsync();
        await AskAsync();

        var (first, second) = (await _peer.NextAsync<SearchQuery>(), await _peer.NextAsync<SearchQuery>());
        Assert.Equal(("two words", (uint)Limit), (first.Query, first.Limit));
        Assert.NotEqual(first.RequestId, second.RequestId);
        Assert.Equal(first.RequestId, Guid.ParseExact(first.RequestId, "D").ToString());
        Assert.Equal(4, Guid.Parse(first.RequestId).Version);
    }

    [Fact]
    public async Task What_a_peer_answers_comes_with_what_can_be_kept_of_it()
    {
        Answer(_ =>
        [
            Item(1) with
            {
                Title = "  Title ",
                AlbumTitle = " ",
                Format = "FLAC",
                Year = -1,
                Bitrate = 0,
                SourceNode = new string('f', 64),
                MusicbrainzId = "5b11f4ce-a62d-471e-81fc-a69a8278c7da",
                Relevance = 1e30f,
            },
            Item(2) with { MusicbrainzId = "<script>", Genre = "Rock", Year = 1975, Bitrate = 320 },
        ]);

        var answer = await AskAsync();

        Assert.Equal(
            [
                new PeerMatch(Music.HashOf([1]), "Title", "Artist", null, 180, "flac", null, null, null, "5b11f4ce-a62d-471e-81fc-a69a8278c7da"),
                new PeerMatch(Music.HashOf([2]), "Track 2", "Artist", null, 180, "mp3", "Rock", 1975, 320, null),
            ],
            answer.Tracks);
    }

    [Theory]
    [InlineData("hash", "\"../../etc/passwd\"")]
    [InlineData("hash", "\"0000000000000000000000000000000000000000000000000000000000000000\"")]
    [InlineData("title", "\" \"")]
    [InlineData("title", "\"long\"")]
    [InlineData("artist_name", "\"a\\u0000b\"")]
    [InlineData("album_title", "\"long\"")]
    [InlineData("genre", "\"long\"")]
    [InlineData("format", "\"\"")]
    [InlineData("format", "\"long\"")]
    [InlineData("duration_secs", "null")]
    [InlineData("title", "[{\"hash\":1}]")]
    [InlineData("duration_secs", "-1")]
    [InlineData("duration_secs", "3e38")]
    public async Task A_result_that_cannot_be_is_left_out_and_logged_and_the_others_are_taken(string field, string value)
    {
        _answer = async (stream, query) =>
        {
            var json = JsonNode.Parse(Frame.Encode(new SearchResults(query.RequestId, [Item(1), Item(2)], 2))[Frame.HeaderBytes..].Span)!;
            json["SearchResults"]!["results"]![0]![field] = JsonNode.Parse(value.Replace("long", new string('x', 300), StringComparison.Ordinal));
            await SendAsync(stream, json.ToJsonString());
        };

        Assert.Equal([Music.HashOf([2])], (await AskAsync()).Tracks.Select(track => track.Hash));
        Assert.Contains("1 results that cannot be used, besides 1 others", Assert.Single(Node.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_results_than_were_asked_for_are_cut()
    {
        Answer(_ => [.. Enumerable.Range(0, Limit + 20).Select(Item)]);

        Assert.Equal(Limit, (await AskAsync()).Tracks.Count);
    }

    [Fact]
    public async Task An_answer_with_the_id_of_another_request_is_none()
    {
        Answer(query => new SearchResults(Guid.NewGuid().ToString(), [Item(1)], 1));
        await AssertBadAsync();

        Answer(query => new SearchResults(query.RequestId.ToUpperInvariant(), [Item(1)], 1));
        await AssertBadAsync();
    }

    [Fact]
    public async Task Another_message_is_no_answer()
    {
        Answer(_ => new Pong(_peer.Id.ToString(), 1, "1"));
        await AssertBadAsync();

        _answer = (_, _) => Task.CompletedTask;
        await AssertBadAsync();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"SearchResults\":null}")]
    [InlineData("{\"SearchResults\":{\"request_id\":\"x\",\"results\":[{}],\"total\":1}}")]
    [InlineData("{\"SearchResults\":{\"request_id\":\"x\",\"results\":[[[[[[")]
    [InlineData("not JSON")]
    public async Task Bytes_that_are_no_message_are_no_answer(string text)
    {
        _answer = (stream, _) => SendAsync(stream, text);

        await AssertBadAsync();
    }

    [Fact]
    public async Task A_million_results_are_refused_before_they_come()
    {
        const int Items = 1_000_000;
        var written = new TaskCompletionSource<int>();
        _answer = async (stream, query) =>
        {
            var count = 0;
            var item = Frame.Encode(new SearchResults(query.RequestId, [Item(1)], 1))[Frame.HeaderBytes..];
            try
            {
                await stream.WriteAsync(TestPeer.Header((uint)item.Length * Items), Cancellation);
                for (; count < Items; count++)
                {
                    await stream.WriteAsync(item, Cancellation);
                }
            }
            finally
            {
                // The stream may be refused, or the connection be gone.
                written.SetResult(count);
            }
        };

        await AssertBadAsync();
        Assert.True(await written.Task.WaitAsync(Cancellation) < Items);
    }

    [Fact]
    public async Task More_results_than_any_answer_may_have_are_refused_though_they_are_short()
    {
        _answer = async (stream, query) =>
        {
            var item = "{\"hash\":\"\",\"title\":\"\",\"artist_name\":\"\",\"duration_secs\":0,\"format\":\"\",\"source_node\":\"\",\"relevance\":0}";
            var items = string.Join(',', Enumerable.Repeat(item, WireLimits.MaxSearchResults + 1));
            var json = $"{{\"SearchResults\":{{\"request_id\":\"{query.RequestId}\",\"results\":[{items}],\"total\":1}}}}";
            Assert.InRange(json.Length, 1, WireLimits.MaxSearchResultsBytes);
            await SendAsync(stream, json);
        };

        await AssertBadAsync();
    }

    [Fact]
    public async Task A_question_beyond_those_that_a_peer_is_asked_at_once_waits_for_its_turn()
    {
        using var answers = new SemaphoreSlim(0);
        _answer = (stream, query) => AnswerAsync(stream, query, answers);
        var asking = Enumerable.Range(0, SearchLink.MaxOfPeer + 1).Select(_ => AskAsync()).ToList();
        for (var i = 0; i < SearchLink.MaxOfPeer; i++)
        {
            await _peer.NextAsync<SearchQuery>();
        }

        Assert.Equal(0, _peer.Waiting);
        answers.Release();
        await _peer.NextAsync<SearchQuery>();
        answers.Release(SearchLink.MaxOfPeer);

        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal(PeerReply.Done, answer.Reply));
    }

    [Fact]
    public async Task A_question_whose_turn_does_not_come_leaves_the_peer_out_and_the_others_go_on()
    {
        using var answers = new SemaphoreSlim(0);
        _answer = (stream, query) => AnswerAsync(stream, query, answers);
        var asking = Enumerable.Range(0, SearchLink.MaxOfPeer).Select(_ => AskAsync()).ToList();
        var late = AskAsync();

        Node.Time.Advance(SearchLink.TurnLimit);
        Assert.Equal(PeerReply.NotAsked, (await late).Reply);

        answers.Release(SearchLink.MaxOfPeer + 1);
        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal(PeerReply.Done, answer.Reply));
        Assert.Equal(PeerReply.Done, (await AskAsync()).Reply);
    }

    [Fact]
    public async Task A_peer_that_never_answers_is_given_up_in_time()
    {
        _answer = (_, _) => _never.Task;
        var asking = AskAsync();
        await _peer.NextAsync<SearchQuery>();

        Assert.Equal(PeerReply.TimedOut, (await Node.MoveClockUntilAsync(asking)).Reply);
    }

    [Fact]
    public async Task A_peer_that_sends_one_byte_a_second_is_given_up_in_time()
    {
        var second = new SemaphoreSlim(0);
        var sent = new SemaphoreSlim(0);
        _answer = async (stream, query) =>
        {
            var bytes = Frame.Encode(new SearchResults(query.RequestId, [Item(1)], 1));
            for (var i = 0; i < bytes.Length; i++)
            {
                await stream.WriteAsync(bytes.Slice(i, 1), Cancellation);
                sent.Release();
                await second.WaitAsync(Cancellation);
            }
        };
        var asking = AskAsync();
        while (!asking.IsCompleted)
        {
            await Task.WhenAny(sent.WaitAsync(Cancellation), asking);
            Node.Time.Advance(TimeSpan.FromSeconds(1));
            second.Release();
        }

        // The rest may go at once, to nobody.
        second.Release(WireLimits.MaxSearchResultsBytes);
        Assert.Equal(PeerReply.TimedOut, (await asking).Reply);
    }

    [Fact]
    public async Task A_peer_that_closes_is_not_taken_for_one_that_found_nothing()
    {
        _answer = (_, _) => _peer.Accepted.Last().CloseAsync(7, "no");

        Assert.Equal(PeerReply.Unreachable, (await AskAsync()).Reply);
    }

    [Fact]
    public async Task Who_stops_asking_gets_an_answer_that_says_so()
    {
        _answer = (_, _) => _never.Task;
        using var stop = new CancellationTokenSource();
        var asking = Node.Service<ISearchLink>().AskAsync(_peer.Id, "two words", Limit, stop.Token);
        await _peer.NextAsync<SearchQuery>();
        await stop.CancelAsync();

        Assert.Equal(PeerReply.NotAsked, (await asking).Reply);
    }

    [Fact]
    public async Task A_blocked_peer_is_not_asked()
    {
        await Node.BlockAsync(_peer.Id);

        Assert.Equal(PeerReply.BlockedHere, (await AskAsync()).Reply);
        Assert.Empty(_peer.Accepted);
    }

    internal static SearchResultItem Item(int number) => new()
    {
        Hash = Music.HashOf([(byte)number, .. number > byte.MaxValue ? [(byte)(number >> 8)] : Array.Empty<byte>()]).ToString(),
        Title = $"Track {number}",
        ArtistName = "Artist",
        DurationSecs = 180,
        Format = "mp3",
        SourceNode = new string('a', 64),
        Relevance = 0.5f,
    };

    /// <summary>Sends a text as the body of a message, whatever it is.</summary>
    internal static async Task SendAsync(IrohStream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await stream.WriteAsync(TestPeer.Header((uint)bytes.Length), Cancellation);
        await stream.WriteAsync(bytes, Cancellation);
    }

    private void Answer(Func<SearchQuery, Message> answer) => _answer = async (stream, query) => await stream.WriteAsync(Frame.Encode(answer(query)), Cancellation);

    private void Answer(Func<SearchQuery, SearchResultItem[]> answer) => Answer(query =>
    {
        var items = answer(query);
        return new SearchResults(query.RequestId, items, (ulong)items.Length);
    });

    /// <summary>Finds nothing, as soon as it may.</summary>
    private static async Task AnswerAsync(IrohStream stream, SearchQuery query, SemaphoreSlim may)
    {
        await may.WaitAsync(Cancellation);
        await stream.WriteAsync(Frame.Encode(new SearchResults(query.RequestId, [], 0)), Cancellation);
    }

    private Task<PeerMatches> AskAsync() => Node.Service<ISearchLink>().AskAsync(_peer.Id, "two words", Limit, Cancellation);

    private async Task AssertBadAsync()
    {
        var answer = await AskAsync();
        Assert.Equal(PeerReply.BadAnswer, answer.Reply);
        Assert.Empty(answer.Tracks);
    }
}
