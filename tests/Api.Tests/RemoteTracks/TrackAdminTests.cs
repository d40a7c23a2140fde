using System.Net;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api.Tests.Support;
using SoundTime.Blake3;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Api.Tests;

public sealed class TrackAdminTests
{
    private static readonly string[] Verbs = ["dereference", "rereference", "pin", "unpin"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_track_is_taken_out_and_in_with_the_words_of_a_rust_node()
    {
        await using var host = await AdminHost.StartAsync();
        var track = Add(host, Samples.Track(local: false));
        host.Tracks.DereferenceAsync(track.Hash, Arg.Any<CancellationToken>()).Returns(true);
        host.Tracks.RereferenceAsync(track.Hash, Arg.Any<CancellationToken>()).Returns(true);

        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"message":"Remote track {{track.Id}} dereferenced (marked unavailable)"}"""), await host.SendAsync("PATCH", PathOf(track, "dereference")));
        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"message":"Remote track {{track.Id}} rereferenced (marked available)"}"""), await host.SendAsync("PATCH", PathOf(track, "rereference")));
    }

    [Fact]
    public async Task What_is_fetched_can_be_pinned_and_unpinned_again_and_again()
    {
        await using var host = await AdminHost.StartAsync();
        var track = Add(host, await FetchAsync(host));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((HttpStatusCode.OK, $$"""{"message":"Remote track {{track.Id}} pinned (kept here)"}"""), await host.SendAsync("PATCH", PathOf(track, "pin")));
            Assert.Equal(BlobPlace.Pinned, host.Blobs.PlaceOf(track.Hash));
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(
                (HttpStatusCode.OK, $$"""{"message":"Remote track {{track.Id}} unpinned (kept while the cache has room)"}"""), await host.SendAsync("PATCH", PathOf(track, "unpin")));
            Assert.Equal(BlobPlace.Cached, host.Blobs.PlaceOf(track.Hash));
        }
    }

    [Fact]
    public async Task What_is_not_here_cannot_be_pinned()
    {
        await using var host = await AdminHost.StartAsync();
        var track = Add(host, Samples.Track(local: false));

        Assert.Equal(
            (HttpStatusCode.Conflict, $$"""{"message":"Remote track {{track.Id}} is not here; play it to its end, then pin it"}"""), await host.SendAsync("PATCH", PathOf(track, "pin")));
    }

    [Fact]
    public async Task What_is_unknown_or_our_own_is_not_found()
    {
        await using var host = await AdminHost.StartAsync();
        var unknown = Samples.Track(local: false);
        var own = Add(host, Samples.Track(local: true));
        foreach (var track in new[] { unknown, own })
        {
            foreach (var verb in Verbs)
            {
                Assert.Equal((HttpStatusCode.NotFound, $$"""{"message":"Remote track {{track.Id}} not found"}"""), await host.SendAsync("PATCH", PathOf(track, verb)));
            }
        }

        Assert.Empty(host.Tracks.ReceivedCalls());
    }

    [Fact]
    public async Task A_track_that_became_our_own_meanwhile_is_not_found()
    {
        await using var host = await AdminHost.StartAsync();
        var track = Add(host, Samples.Track(local: false));

        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("PATCH", PathOf(track, "dereference"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("PATCH", PathOf(track, "rereference"))).Status);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("0193b3a0000070008000000000000001")]
    [InlineData("%7B0193b3a0-0000-7000-8000-000000000001%7D")]
    [InlineData("0193b3a0-0000-7000-8000-00000000000g")]
    [InlineData("%20193b3a0-0000-7000-8000-000000000001")]
    [InlineData("%F0%9F%8E%B5")]
    [InlineData("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29")]
    public async Task What_is_no_id_is_refused_before_anything_is_asked(string id)
    {
        await using var host = await AdminHost.StartAsync();
        foreach (var verb in Verbs)
        {
            var (status, body) = await host.SendAsync("PATCH", $"/api/admin/p2p/tracks/{id}/{verb}");

            Assert.Equal((HttpStatusCode.BadRequest, """{"message":"Invalid track ID format"}"""), (status, body));
        }

        Assert.DoesNotContain(host.Catalogue.ReceivedCalls(), call => call.GetMethodInfo().Name == nameof(ICatalogue.FindTrackAsync));
    }

    [Fact]
    public async Task A_path_with_a_nul_is_refused_before_it_is_looked_at()
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("PATCH", "/api/admin/p2p/tracks/a%00b/pin")).Status);
    }

    [Fact]
    public async Task A_store_that_fails_is_never_a_track_that_is_not_found()
    {
        await using var host = await AdminHost.StartAsync();
        var track = Samples.Track(local: false);
        host.Catalogue.FindTrackAsync(track.Id, Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.NotAccessible, "gone"));
        foreach (var verb in Verbs)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("PATCH", PathOf(track, verb))).Status);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Nothing_but_a_patch_changes_a_track(string method)
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await host.SendAsync(method, PathOf(Samples.Track(), "dereference"))).Status);
    }

    private static string PathOf(Track track, string verb) => $"/api/admin/p2p/tracks/{track.Id}/{verb}";

    private static Track Add(AdminHost host, Track track)
    {
        host.Catalogue.FindTrackAsync(track.Id, Arg.Any<CancellationToken>()).Returns(track);
        return track;
    }

    private static async Task<Track> FetchAsync(AdminHost host)
    {
        var bytes = Samples.Bytes(1_234);
        var hash = new BlobHash(Blake3Of(bytes));
        using var blob = host.Blobs.Begin(hash, bytes.Length);
        using var source = blob.BeginSource(isHeard: true);
        await source.WriteAsync(bytes, Cancellation);
        await source.CompleteAsync(Cancellation);
        return Samples.Track(bytes.Length, local: false) with { Hash = hash };
    }

    private static byte[] Blake3Of(byte[] bytes)
    {
        var hash = new byte[BlobHash.Size];
        Blake3Hasher.Hash(bytes, hash);
        return hash;
    }
}
