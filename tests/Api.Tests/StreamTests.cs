using System.Net;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class StreamTests
{
    private static readonly byte[] Song = Samples.Bytes(1000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=900-", 900, 100)]
    [InlineData("bytes=0-", 0, 1000)]
    [InlineData("bytes=-10", 990, 10)]
    [InlineData("bytes=-5000", 0, 1000)]
    [InlineData("bytes=990-100000", 990, 10)]
    [InlineData("bytes=0-9223372036854775807", 0, 1000)]
    public async Task A_range_is_answered_with_just_those_bytes(string range, int from, int count)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await GetAsync(host, range);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {from}-{from + count - 1}/1000", response.Content.Headers.ContentRange?.ToString());
        Assert.Equal(count, response.Content.Headers.ContentLength);
        Assert.Equal(Song[from..(from + count)], await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=1000-1001")]
    [InlineData("bytes=9223372036854775807-")]
    [InlineData("bytes=-0")]
    public async Task A_range_beyond_the_end_cannot_be_satisfied(string range)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await GetAsync(host, range);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */1000", response.Content.Headers.ContentRange?.ToString());
    }

    [Theory]
    [InlineData("bytes=5-4")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=--5")]
    [InlineData("bytes=")]
    [InlineData("pages=1-2")]
    [InlineData("garbage")]
    public async Task A_range_that_makes_no_sense_or_is_many_is_ignored(string range)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await GetAsync(host, range);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Song, await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task The_whole_track_says_its_length_its_tag_and_that_it_takes_ranges()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await GetAsync(host, null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1000, response.Content.Headers.ContentLength);
        Assert.Equal("bytes", Assert.Single(response.Headers.AcceptRanges));
        Assert.Equal(66, response.Headers.ETag?.Tag.Length);
        Assert.False(response.Headers.ETag!.IsWeak);
    }

    [Theory]
    [InlineData("mp3", "audio/mpeg")]
    [InlineData("flac", "audio/flac")]
    [InlineData("ogg", "audio/ogg")]
    [InlineData("opus", "audio/ogg")]
    [InlineData("wav", "audio/wav")]
    [InlineData("aiff", "audio/aiff")]
    [InlineData("tar", "application/octet-stream")]
    public async Task The_format_decides_the_content_type(string format, string type)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(Song.Length, format));
        host.Content.Open = _ => new MemoryStream(Song);

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("0000001C667479704D344120", "audio/mp4")]
    [InlineData("FFF15080021FFCDE02004C61", "audio/aac")]
    [InlineData("FFF1", "audio/aac")]
    public async Task Aac_is_told_from_mp4_by_its_first_bytes(string start, string type)
    {
        await using var host = await ApiHost.StartAsync();
        var bytes = Convert.FromHexString(start);
        var track = host.Add(Samples.Track(bytes.Length, "aac"));
        host.Content.Open = _ => new MemoryStream(bytes);

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK, 1000)]
    [InlineData("bytes=10-19", HttpStatusCode.PartialContent, 10)]
    [InlineData("bytes=5000-", HttpStatusCode.RequestedRangeNotSatisfiable, 0)]
    public async Task Head_knows_type_and_length_without_opening_the_track(string? range, HttpStatusCode status, long length)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(1000, local: false));
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/api/tracks/{track.Id}/stream");
        request.Headers.TryAddWithoutValidation("Range", range);

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(length, response.Content.Headers.ContentLength ?? 0);
        Assert.Equal(0, host.Content.Opened);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"{0}\"")]
    [InlineData("W/\"{0}\"")]
    [InlineData("\"other\", \"{0}\"")]
    public async Task A_track_that_the_client_holds_is_not_modified_and_not_opened(string ifNoneMatch)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(1000, local: false));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/tracks/{track.Id}/stream");
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch.Replace("{0}", track.Hash.ToString(), StringComparison.Ordinal));

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(0, host.Content.Opened);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.PartialContent)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task A_range_holds_only_if_the_track_is_still_the_same(bool same, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(Song.Length));
        host.Content.Open = _ => new MemoryStream(Song);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/tracks/{track.Id}/stream");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        request.Headers.TryAddWithoutValidation("If-Range", $"\"{(same ? track.Hash : Samples.Hash(1))}\"");

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(status, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> GetAsync(ApiHost host, string? range)
    {
        var track = host.Add(Samples.Track(Song.Length));
        host.Content.Open = _ => new MemoryStream(Song);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/tracks/{track.Id}/stream");
        request.Headers.TryAddWithoutValidation("Range", range);
        return await host.Client.SendAsync(request, Cancellation);
    }
}
