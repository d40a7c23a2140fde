using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;

namespace SoundTime.Api.Tests;

/// <summary>Searches among peers, at once and as events.</summary>
public sealed class PeerSearchTests
{
    private const string Path = "/api/p2p/search?q=elan";
    private const string StreamPath = "/api/p2p/search/stream?q=elan";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_answer_has_the_fields_of_a_rust_node_and_who_was_asked()
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([FakePeerSearch.Result(0xab)], Asked: 2, Answered: 1, Failed: 0, Failure: null));
        host.Peers.Tell(new SearchUpdate([], Asked: 2, Answered: 2, Failed: 0, Failure: null));
        host.Peers.End();

        var (hash, node) = (Samples.Hash(0xab), new string('b', 64));
        Assert.Equal(
            (HttpStatusCode.OK,
                $$"""{"results":[{"hash":"{{hash}}","title":"\u00C9lan","artist_name":"Nobody","album_title":null,"duration_secs":12.5,"format":"flac","genre":null,"year":2024,"bitrate":900,"""
                + $$""" "source_node":"{{node}}","musicbrainz_id":null,"relevance":0.5,"track_id":null,"local":false,"holders":["{{node}}"]}],"total":1,"asked":2,"answered":2,"failed":0}""".TrimStart()),
            await host.GetAsync(Path));
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("&limit=0", 1)]
    [InlineData("&limit=-7", 1)]
    [InlineData("&limit=3", 3)]
    [InlineData("&limit=2147483647", 100)]
    public async Task The_first_of_all_are_given_own_ones_before_others_and_the_total_is_of_all(string limit, int count)
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([.. Enumerable.Range(1, 120).Select(i => FakePeerSearch.Result((byte)i, relevance: i / 200f))], 1, 0, 0, null));
        host.Peers.Tell(new SearchUpdate([FakePeerSearch.Result(200, relevance: 0.01f, local: true)], 1, 1, 0, null));
        host.Peers.End();

        var (_, body) = await host.GetAsync(Path + limit);

        using var answer = JsonDocument.Parse(body);
        var hashes = answer.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("hash").GetString()).ToList();
        Assert.Equal(count, hashes.Count);
        Assert.Equal(Samples.Hash(200).ToString(), hashes[0]);
        Assert.All(hashes.Skip(1).Take(1), hash => Assert.Equal(Samples.Hash(120).ToString(), hash));
        Assert.Equal(121, answer.RootElement.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(5, 3, 2)]
    [InlineData(100, 60, 3)]
    public async Task Own_tracks_leave_half_of_the_places_to_those_that_peers_were_asked_for(int limit, int own, int others)
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([.. Enumerable.Range(1, 60).Select(i => FakePeerSearch.Result((byte)i, relevance: 1, local: true))], 1, 0, 0, null));
        host.Peers.Tell(new SearchUpdate([.. Enumerable.Range(101, 3).Select(i => FakePeerSearch.Result((byte)i, relevance: 0.1f))], 1, 1, 0, null));
        host.Peers.End();

        var (_, body) = await host.GetAsync($"{Path}&limit={limit}");

        var local = JsonElement.Parse(body).GetProperty("results").EnumerateArray().Select(result => result.GetProperty("local").GetBoolean());
        Assert.Equal([.. Enumerable.Repeat(true, own), .. Enumerable.Repeat(false, others)], local);
    }

    [Theory]
    [InlineData(Path)]
    [InlineData(StreamPath)]
    public async Task Where_P2P_is_off_that_is_the_answer(string path)
    {
        await using var host = await SearchHost.StartAsync(isP2pOn: false);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"message":"P2P node is not enabled"}"""), await host.GetAsync(path));
    }

    [Fact]
    public async Task What_could_not_be_asked_here_is_an_error_where_nothing_was_found_and_said_beside_what_was()
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([], 0, 0, 0, "The catalogue here cannot be asked."));
        host.Peers.End();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"message":"The catalogue here cannot be asked."}"""), await host.GetAsync(Path));

        await using var other = await SearchHost.StartAsync();
        other.Peers.Tell(new SearchUpdate([], 1, 0, 0, "The catalogue here cannot be asked."));
        other.Peers.Tell(new SearchUpdate([FakePeerSearch.Result(1)], 1, 1, 0, null));
        other.Peers.End();
        Assert.EndsWith(""","total":1,"asked":1,"answered":1,"failed":0,"p2p_error":"The catalogue here cannot be asked."}""", (await other.GetAsync(Path)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_that_did_not_answer_are_said()
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([], 3, 1, 2, null));
        host.Peers.End();

        Assert.Equal(
            (HttpStatusCode.OK, """{"results":[],"total":0,"asked":3,"answered":1,"failed":2,"p2p_error":"2 of the 3 peers that were asked did not answer in time."}"""),
            await host.GetAsync(Path));
    }

    [Theory]
    [InlineData(Path)]
    [InlineData("/api/p2p/search/stream?q=")]
    public async Task A_search_that_fails_is_no_empty_answer(string path)
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.End(new StorageException(StorageFailure.Busy, "busy"));

        try
        {
            var (status, body) = await host.GetAsync(path);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"error":"The store of the node cannot answer at the moment."}"""), (status, body));
        }
        catch (HttpRequestException) when (path != Path)
        {
            // A stream that has begun breaks off.
        }
    }

    [Fact]
    public async Task A_stream_tells_what_comes_as_it_comes_and_that_it_is_whole()
    {
        await using var host = await SearchHost.StartAsync();
        using var response = await host.Client.GetAsync(StreamPath, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var events = EventsOf(response).GetAsyncEnumerator(Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("progress", """{"asked":0,"answered":0,"failed":0,"total":0}"""), await NextAsync(events));

        host.Peers.Tell(new SearchUpdate([FakePeerSearch.Result(1)], 3, 1, 0, null));
        var (type, first) = await NextAsync(events);
        Assert.Equal("results", type);
        Assert.Equal([FakePeerSearch.Result(1).Hash], HashesOf(first));
        Assert.Equal(("progress", """{"asked":3,"answered":1,"failed":0,"total":1}"""), await NextAsync(events));

        var held = FakePeerSearch.Result(1) with { Holders = [new string('b', 64), new string('c', 64)] };
        host.Peers.Tell(new SearchUpdate([held, FakePeerSearch.Result(2)], 3, 2, 1, null));
        Assert.Equal([FakePeerSearch.Result(1).Hash, FakePeerSearch.Result(2).Hash], HashesOf((await NextAsync(events)).Data));
        Assert.Equal(("progress", """{"asked":3,"answered":2,"failed":1,"total":2}"""), await NextAsync(events));

        host.Peers.End();
        Assert.Equal(("done", """{"asked":3,"answered":2,"failed":1,"total":2,"p2p_error":"1 of the 3 peers that were asked did not answer in time."}"""), await NextAsync(events));
        Assert.Equal("done", events.Current.EventId);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task A_silent_stream_says_that_it_is_alive()
    {
        await using var host = await SearchHost.StartAsync();
        using var response = await host.Client.GetAsync(StreamPath, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var events = EventsOf(response).GetAsyncEnumerator(Cancellation);
        await NextAsync(events);

        for (var i = 0; i < 3; i++)
        {
            var next = NextAsync(events);
            while (!next.IsCompleted)
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            Assert.Equal("progress", (await next).Type);
        }

        host.Peers.End();
        while ((await NextAsync(events)).Type != "done")
        {
        }
    }

    [Fact]
    public async Task Who_leaves_a_stream_ends_the_search()
    {
        await using var host = await SearchHost.StartAsync();
        using (var response = await host.Client.GetAsync(StreamPath, HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            await host.Peers.Asked.WaitAsync(Cancellation);
            Assert.False(host.Peers.Left.IsCompleted);
        }

        await host.Peers.Left.WaitAsync(Cancellation);
        Assert.Empty(host.Log.Lines);
    }

    [Fact]
    public async Task A_browser_that_comes_back_after_a_whole_stream_is_told_to_stay_away()
    {
        await using var host = await SearchHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, StreamPath);
        request.Headers.Add("Last-Event-ID", "done");

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(host.Peers.Questions);
    }

    [Fact]
    public async Task However_much_peers_name_a_stream_is_bounded_and_comes_in_batches()
    {
        await using var host = await SearchHost.StartAsync();
        var many = Enumerable.Range(0, 5_000).Select(i => FakePeerSearch.Result(1) with { Hash = i.ToString("x64", null) }).ToList();
        host.Peers.Tell(new SearchUpdate(many, 1, 1, 0, null));
        host.Peers.End();
        using var response = await host.Client.GetAsync(StreamPath, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        var batches = new List<int>();
        await foreach (var item in EventsOf(response))
        {
            if (item.EventType == "results")
            {
                batches.Add(HashesOf(item.Data).Count);
            }
        }

        Assert.Equal(SearchLimits.MaxTaken, batches.Sum());
        Assert.All(batches, batch => Assert.InRange(batch, 1, SearchLimits.MaxInEvent));
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsOf(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Cancellation))
        {
            yield return item;
        }
    }

    private static async Task<(string Type, string Data)> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync());
        return (events.Current.EventType, events.Current.Data);
    }

    private static List<string?> HashesOf(string results)
    {
        using var array = JsonDocument.Parse(results);
        return [.. array.RootElement.EnumerateArray().Select(result => result.GetProperty("hash").GetString())];
    }
}
