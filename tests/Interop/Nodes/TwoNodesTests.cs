using System.Net;
using System.Net.Http.Headers;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>Two of our nodes, each a process of its own.</summary>
public sealed class TwoNodesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_node_lists_and_plays_the_tracks_of_its_seed()
    {
        using var folder = new TemporaryFolder();
        var files = Directory.GetFiles(Music.WesnothFolder, "*.ogg");
        await using var seed = await NodeProcess.StartAsync("seed", folder.File("seed"), Token, "--library", Music.WesnothFolder);
        var own = await seed.WaitForTracksAsync(files.Length, Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("node"), Token, "--seed", seed.SeedText);

        var listed = await node.WaitForTracksAsync(files.Length, Token);

        Assert.Equal(own.Select(track => track.GetProperty("hash").GetString()).Order(), listed.Select(track => track.GetProperty("hash").GetString()).Order());
        var hashes = (await Programs.HashAsync(files, Token)).Zip(files).ToDictionary();
        var played = listed.MaxBy(track => new FileInfo(hashes[track.GetProperty("hash").GetString()!]).Length);
        var expected = await File.ReadAllBytesAsync(hashes[played.GetProperty("hash").GetString()!], Token);
        var url = $"api/tracks/{played.GetProperty("id").GetString()}/stream";
        var middle = expected.Length / 2;

        // From the peer as it comes first, from the blob afterwards.
        await AssertRangeAsync(node, url, new RangeHeaderValue(0, 999), expected[..1000]);
        await AssertRangeAsync(node, url, new RangeHeaderValue(middle, middle + 70_000), expected[middle..(middle + 70_001)]);
        await AssertRangeAsync(node, url, new RangeHeaderValue(null, 500), expected[^500..]);
        await AssertRangeAsync(node, url, new RangeHeaderValue(middle, null), expected[middle..]);
        Assert.Equal(expected, await node.Http.GetByteArrayAsync(url, Token));

        using var past = await SendAsync(node, url, new RangeHeaderValue(expected.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, past.StatusCode);
        Assert.Equal(expected.Length, past.Content.Headers.ContentRange?.Length);
    }

    private static async Task AssertRangeAsync(NodeProcess node, string url, RangeHeaderValue range, byte[] expected)
    {
        using var answer = await SendAsync(node, url, range);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(Token));
    }

    private static Task<HttpResponseMessage> SendAsync(NodeProcess node, string url, RangeHeaderValue range) =>
        node.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = range } }, Token);
}
