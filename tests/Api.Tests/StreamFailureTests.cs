using System.Net;
using SoundTime.Api.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Api.Tests;

public sealed class StreamFailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_bytes_reach_the_listener_before_the_last_exist()
    {
        await using var host = await ApiHost.StartAsync();
        var bytes = new ChannelStream(6);
        var track = host.Add(Samples.Track(6, local: false));
        host.Content.Open = _ => bytes;
        bytes.Deliver([1, 2, 3]);

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        var first = new byte[3];
        await body.ReadExactlyAsync(first, Cancellation);
        Assert.Equal([1, 2, 3], first);

        bytes.Deliver([4, 5, 6]);
        bytes.Deliver([]);
        var last = new byte[3];
        await body.ReadExactlyAsync(last, Cancellation);
        Assert.Equal([4, 5, 6], last);
    }

    [Fact]
    public async Task A_stream_that_fails_in_the_middle_never_ends_cleanly()
    {
        await using var host = await ApiHost.StartAsync();
        var bytes = new ChannelStream(6);
        var track = host.Add(Samples.Track(6, local: false));
        host.Content.Open = _ => bytes;
        bytes.Deliver([1, 2, 3]);

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        await body.ReadExactlyAsync(new byte[3], Cancellation);
        bytes.Fail();

        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[3], Cancellation));
        Assert.Contains("broke off", Assert.Single(host.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_fails_before_its_first_byte_is_answered_with_an_error()
    {
        await using var host = await ApiHost.StartAsync();
        var bytes = new ChannelStream(6);
        var track = host.Add(Samples.Track(6, local: false));
        host.Content.Open = _ => bytes;
        bytes.Fail();

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Null(response.Headers.ETag);
        Assert.NotNull(response.Headers.RetryAfter);
        await Expect.ErrorBodyAsync(response);
    }

    [Fact]
    public async Task A_listener_who_leaves_stops_the_reading_and_makes_no_noise()
    {
        await using var host = await ApiHost.StartAsync();
        var disposed = new TaskCompletionSource();
        var bytes = new ChannelStream(6) { Disposed = disposed.SetResult };
        var track = host.Add(Samples.Track(6, local: false));
        host.Content.Open = _ => bytes;
        bytes.Deliver([1, 2, 3]);

        using (var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
            await body.ReadExactlyAsync(new byte[3], Cancellation);
        }

        await disposed.Task.WaitAsync(Waiting.Patience, Cancellation);
        Assert.Empty(host.Log.Lines);
    }

    [Theory]
    [InlineData(TrackContentFailure.NoCopy, HttpStatusCode.Gone, false)]
    [InlineData(TrackContentFailure.PeersUnreachable, HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(TrackContentFailure.Refused, HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(TrackContentFailure.Blocked, HttpStatusCode.Forbidden, false)]
    [InlineData(TrackContentFailure.NodeDisabled, HttpStatusCode.ServiceUnavailable, false)]
    public async Task A_track_that_cannot_be_had_says_why_and_whether_to_try_again(TrackContentFailure reason, HttpStatusCode status, bool retry)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(local: false));
        host.Content.Open = _ => throw new TrackContentException(reason, "secret text");

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(retry, response.Headers.RetryAfter is not null);
        Assert.DoesNotContain("secret", await Expect.ErrorBodyAsync(response), StringComparison.Ordinal);
        Assert.Empty(host.Log.Lines);
    }
}
