using System.Net;
using System.Text.Json;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Api.Tests;

/// <summary>What peers know beside a page of our own: <c>include_p2p</c>.</summary>
public sealed class SearchBesidePageTests
{
    private const string Path = "/api/search?q=elan&include_p2p=true";

    [Fact]
    public async Task Peers_add_what_the_catalogue_here_does_not_find_by_itself()
    {
        await using var host = await SearchHost.StartAsync();
        var shown = Samples.Track() with { Hash = Samples.Hash(1) };
        host.Find([new Match<Track>(shown, 1)]);
        host.Peers.Tell(new SearchUpdate(
            [
                FakePeerSearch.Result(1, title: "Other words"),
                FakePeerSearch.Result(2, track: Guid.NewGuid()),
                FakePeerSearch.Result(3, title: "Other words", track: Guid.NewGuid(), relevance: 0.1f),
                FakePeerSearch.Result(4, relevance: 0.9f),
            ],
            Asked: 2, Answered: 2, Failed: 0, Failure: null));
        host.Peers.End();

        var (hashes, error) = await AskAsync(host);

        Assert.Equal([Samples.Hash(4).ToString(), Samples.Hash(3).ToString()], hashes);
        Assert.Null(error);
        Assert.Equal("elan", Assert.Single(host.Peers.Questions));
    }

    [Fact]
    public async Task Nothing_is_said_of_peers_that_know_nothing_else()
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([], Asked: 3, Answered: 3, Failed: 0, Failure: null));
        host.Peers.End();

        Assert.Equal((HttpStatusCode.OK, """{"tracks":[],"albums":[],"artists":[],"total":0}"""), await host.GetAsync(Path));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(50, 20)]
    public async Task There_are_no_more_of_them_than_fit_beside_a_page(int perPage, int results)
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([.. Enumerable.Range(0, 200).Select(i => FakePeerSearch.Result((byte)i))], 1, 1, 0, null));
        host.Peers.End();

        Assert.Equal(results, (await AskAsync(host, $"&per_page={perPage}")).Hashes.Count);
    }

    [Fact]
    public async Task The_page_waits_for_peers_for_three_seconds_and_says_how_many_are_missing()
    {
        await using var host = await SearchHost.StartAsync();
        host.Peers.Tell(new SearchUpdate([FakePeerSearch.Result(1)], Asked: 5, Answered: 2, Failed: 1, Failure: null));
        var asking = AskAsync(host);
        await host.Peers.Taken.WaitAsync(TestContext.Current.CancellationToken);

        host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(host.Peers.Left.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        var (hashes, error) = await asking;
        Assert.Equal("3 of the 5 peers that were asked did not answer in time.", error);
        Assert.Single(hashes);
        await host.Peers.Left.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_search_that_fails_is_said_and_the_page_is_given()
    {
        await using var host = await SearchHost.StartAsync();
        host.Find([new Match<Track>(Samples.Track(), 1)]);
        host.Peers.End(new StorageException(StorageFailure.Busy, "busy"));

        var (status, body) = await host.GetAsync(Path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"total\":1,", body, StringComparison.Ordinal);
        Assert.EndsWith(""","p2p_error":"The store of the node cannot answer at the moment."}""", body, StringComparison.Ordinal);
        Assert.Single(host.Log.Lines);
    }

    [Fact]
    public async Task Where_P2P_is_off_that_is_said()
    {
        await using var host = await SearchHost.StartAsync(isP2pOn: false);

        Assert.Equal("P2P node is not enabled", (await AskAsync(host)).Error);
    }

    private static async Task<(List<string> Hashes, string? Error)> AskAsync(SearchHost host, string more = "")
    {
        var (status, body) = await host.GetAsync(Path + more);
        Assert.Equal(HttpStatusCode.OK, status);
        using var answer = JsonDocument.Parse(body);
        var root = answer.RootElement;
        return (
            root.TryGetProperty("p2p_results", out var results) ? [.. results.EnumerateArray().Select(result => result.GetProperty("hash").GetString()!)] : [],
            root.TryGetProperty("p2p_error", out var error) ? error.GetString() : null);
    }
}
