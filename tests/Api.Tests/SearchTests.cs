using System.Net;
using System.Text.Json;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Api.Tests;

public sealed class SearchTests
{
    private const string Nothing = """{"tracks":[],"albums":[],"artists":[],"total":0}""";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 30, 0, TimeSpan.FromHours(2));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Albums_and_artists_have_the_fields_of_a_rust_node_and_total_is_what_the_lists_hold()
    {
        await using var host = await SearchHost.StartAsync();
        var track = Samples.Track();
        var (album, artist) = (Guid.NewGuid(), Guid.NewGuid());
        host.Find([new Match<Track>(track, 1)]);
        host.Index.FindAlbumsAsync(default!, default, default, Cancellation)
            .ReturnsForAnyArgs([new Match<FoundAlbum>(new FoundAlbum(album, "A", artist, "N", Samples.Hash(250), Noon), 1)]);
        host.Index.FindArtistsAsync(default!, default, default, Cancellation)
            .ReturnsForAnyArgs([new Match<FoundArtist>(new FoundArtist(artist, "N", Noon), 1)]);

        var (status, body) = await host.GetAsync("/api/search?q=elan");

        Assert.Equal(HttpStatusCode.OK, status);
        using var answer = JsonDocument.Parse(body);
        Assert.Equal(["tracks", "albums", "artists", "total"], answer.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(track.Id, Assert.Single(answer.RootElement.GetProperty("tracks").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(
            $$"""[{"id":"{{album}}","title":"A","artist_id":"{{artist}}","artist_name":"N","release_date":null,"cover_url":null,"genre":null,"year":null,"created_at":"2026-03-01T12:30:00Z"}]""",
            answer.RootElement.GetProperty("albums").GetRawText());
        Assert.Equal(
            $$"""[{"id":"{{artist}}","name":"N","musicbrainz_id":null,"bio":null,"image_url":null,"created_at":"2026-03-01T12:30:00Z"}]""",
            answer.RootElement.GetProperty("artists").GetRawText());
        Assert.Equal(3, answer.RootElement.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("", 0, 10)]
    [InlineData("&page=3&per_page=50", 100, 50)]
    [InlineData("&page=0&per_page=0", 0, 1)]
    [InlineData("&page=-2147483648&per_page=-5", 0, 1)]
    [InlineData("&page=4&per_page=2147483647", 150, 50)]
    [InlineData("&page=7&per_page=30", 180, 20)]
    public async Task A_page_out_of_range_is_the_nearest_that_there_is(string page, int skip, int limit)
    {
        await using var host = await SearchHost.StartAsync();

        Assert.Equal((HttpStatusCode.OK, Nothing), await host.GetAsync($"/api/search?q=elan{page}"));

        await host.Index.Received(1).FindTracksAsync(Arg.Any<SearchQuestion>(), SearchScope.All, skip, limit, Arg.Any<CancellationToken>());
        await host.Index.Received(1).FindAlbumsAsync(Arg.Any<SearchQuestion>(), skip, limit, Arg.Any<CancellationToken>());
        await host.Index.Received(1).FindArtistsAsync(Arg.Any<SearchQuestion>(), skip, limit, Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("q=")]
    [InlineData("q=%20%09%0A")]
    [InlineData("q=%F0%9F%8E%B5%F0%9F%8E%B8")]
    [InlineData("q=%22%27%3B--*%28%29%26%7C%21")]
    [InlineData("q=&include_p2p=true")]
    [InlineData("q=elan&page=1000&per_page=50")]
    public async Task What_holds_no_word_finds_nothing_without_asking_anybody(string query)
    {
        await using var host = await SearchHost.StartAsync();

        Assert.Equal((HttpStatusCode.OK, Nothing), await host.GetAsync($"/api/search?{query}"));

        await host.Index.DidNotReceiveWithAnyArgs().FindTracksAsync(default!, default, default, default, Cancellation);
        Assert.Empty(host.Peers.Questions);
    }

    [Theory]
    [InlineData("queen'; DROP TABLE tracks; --")]
    [InlineData("queen OR 1=1")]
    [InlineData("queen & !rock | (pop <-> song):*")]
    [InlineData("NEAR(queen rock) AND title:queen NOT \"pop*\" ^queen {a b}")]
    [InlineData("queen%_\\")]
    [InlineData("\u0645\u0631\u062D\u0628\u0627 \u202E\u05E9\u05DC\u05D5\u05DD")]
    [InlineData("\uFDFA\u0301\u0301\u0301\u0301")]
    [InlineData("e\u0301\u200B\u00A0\u3000\u65E5\u672C")]
    [InlineData("\U0001F3B5 queen \U0001F3B8")]
    public async Task Whatever_people_type_is_words_and_never_a_language(string text)
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();

        using var response = await host.Client.GetAsync($"/api/search?q={Uri.EscapeDataString(text)}", Cancellation);

        Assert.Equal((HttpStatusCode.OK, Nothing), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        Assert.Empty(host.Log.Lines);
    }

    [Fact]
    public async Task A_long_question_is_cut_even_within_a_character_and_one_of_a_megabyte_is_refused()
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();

        using var cut = await host.Client.GetAsync($"/api/search?q={new string('a', 255)}%F0%9F%8E%B5{new string('b', 3000)}", Cancellation);
        Assert.Equal((HttpStatusCode.OK, Nothing), (cut.StatusCode, await cut.Content.ReadAsStringAsync(Cancellation)));

        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port, Cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /api/search?q="u8.ToArray(), Cancellation);
        await stream.WriteAsync(Enumerable.Repeat((byte)'a', 100_000).ToArray(), Cancellation);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 414 URI Too Long", await reader.ReadLineAsync(Cancellation));
    }

    [Theory]
    [InlineData("/api/search", """{"error":"Say what to search for, as in /api/search?q=queen."}""")]
    [InlineData("/api/p2p/search", """{"message":"Say what to search for, as in /api/p2p/search?q=queen."}""")]
    [InlineData("/api/p2p/search/stream", """{"message":"Say what to search for, as in /api/p2p/search?q=queen."}""")]
    public async Task Without_a_question_the_answer_says_how_to_ask(string path, string body)
    {
        await using var host = await SearchHost.StartAsync();

        Assert.Equal((HttpStatusCode.BadRequest, body), await host.GetAsync(path));
    }

    [Fact]
    public async Task A_store_that_fails_is_never_told_as_nothing_found_and_peers_are_not_asked_for_it_any_more()
    {
        await using var host = await SearchHost.StartAsync();
        host.Index.FindTracksAsync(default!, default, default, default, Cancellation).ThrowsAsyncForAnyArgs(new StorageException(StorageFailure.Busy, "busy"));

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"error":"The store of the node cannot answer at the moment."}"""),
            await host.GetAsync("/api/search?q=elan&include_p2p=true"));

        await host.Peers.Left.WaitAsync(Cancellation);
    }
}
