using System.Net;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
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
    [InlineData(TrackContentFailure.NoCopy, HttpStatusCode.Gone, null)]
    [InlineData(TrackContentFailure.TakenOut, HttpStatusCode.Gone, null)]
    [InlineData(TrackContentFailure.Dereferenced, HttpStatusCode.Gone, null)]
    [InlineData(TrackContentFailure.PeersUnreachable, HttpStatusCode.ServiceUnavailable, "30")]
    [InlineData(TrackContentFailure.Refused, HttpStatusCode.ServiceUnavailable, "30")]
    [InlineData(TrackContentFailure.Busy, HttpStatusCode.ServiceUnavailable, "5")]
    [InlineData(TrackContentFailure.Blocked, HttpStatusCode.Forbidden, null)]
    [InlineData(TrackContentFailure.NodeDisabled, HttpStatusCode.ServiceUnavailable, null)]
    public async Task A_track_that_cannot_be_had_says_why_and_when_to_try_again(TrackContentFailure reason, HttpStatusCode status, string? retryAfter)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(local: false));
        host.Content.Open = _ => throw new TrackContentException(reason, "secret text");

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
        Assert.DoesNotContain("secret", await Expect.ErrorBodyAsync(response), StringComparison.Ordinal);
        Assert.Empty(host.Log.Lines);
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(0.5, "1")]
    [InlineData(59.2, "60")]
    [InlineData(100_000, "3600")]
    public async Task A_listener_is_told_when_a_peer_may_be_back_where_that_is_known(double seconds, string retryAfter)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(local: false));
        host.Content.Open = _ => throw new TrackContentException(TrackContentFailure.PeersUnreachable, "away") { RetryAfter = TimeSpan.FromSeconds(seconds) };

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
    }

    [Theory]
    [InlineData(StorageFailure.Busy, HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(StorageFailure.NotAccessible, HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(StorageFailure.DiskFull, HttpStatusCode.InsufficientStorage, false)]
    [InlineData(StorageFailure.Damaged, HttpStatusCode.InternalServerError, false)]
    public async Task A_store_that_fails_while_a_track_is_opened_is_never_a_track_that_is_gone(StorageFailure reason, HttpStatusCode status, bool retry)
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(local: false));
        host.Content.Open = _ => throw new StorageException(reason, "secret text");

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(retry, response.Headers.RetryAfter is not null);
        await Expect.ErrorBodyAsync(response);
    }

    [Fact]
    public async Task A_full_disk_is_said_without_a_time_to_try_again()
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(local: false));
        host.Content.Open = _ => throw new BlobException(BlobFailure.DiskFull, "full");

        using var response = await host.Client.GetAsync($"/api/tracks/{track.Id}/stream", Cancellation);

        Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
    }
}
