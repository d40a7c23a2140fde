using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NSubstitute;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api.Tests;

public sealed class TrackListTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 1, 20)]
    [InlineData("?page=3&per_page=7", 3, 7)]
    [InlineData("?per_page=0", 1, 1)]
    [InlineData("?per_page=-1", 1, 1)]
    [InlineData("?per_page=101", 1, 100)]
    [InlineData("?per_page=1000000000", 1, 100)]
    [InlineData("?page=0", 1, 20)]
    [InlineData("?page=-2147483648", 1, 20)]
    [InlineData("?page=2147483647&per_page=100", 2147483647, 100)]
    public async Task A_page_out_of_range_becomes_the_nearest_one_in_range(string query, int page, int perPage)
    {
        await using var host = await ApiHost.StartAsync();
        host.Catalogue.ListTracksAsync(page, perPage, Arg.Any<CancellationToken>()).Returns(new TrackPage([Samples.Track()], 201));

        var body = await host.Client.GetFromJsonAsync<JsonElement>($"/api/tracks{query}", Cancellation);

        Assert.Equal(1, body.GetProperty("data").GetArrayLength());
        Assert.Equal(201, body.GetProperty("total").GetInt64());
        Assert.Equal(page, body.GetProperty("page").GetInt32());
        Assert.Equal(perPage, body.GetProperty("per_page").GetInt32());
        Assert.Equal((int)Math.Ceiling(201.0 / perPage), body.GetProperty("total_pages").GetInt32());
    }

    [Theory]
    [InlineData("?page=many")]
    [InlineData("?per_page=1e3")]
    [InlineData("?per_page=99999999999999999999")]
    public async Task A_page_that_is_no_number_is_a_bad_request(string query)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.GetAsync($"/api/tracks{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await Expect.ErrorBodyAsync(response);
        Assert.Empty(host.Log.Lines);
    }

    [Fact]
    public async Task A_track_has_the_fields_of_the_sheet_in_its_order_and_ours_at_the_end()
    {
        await using var host = await ApiHost.StartAsync();
        var cover = await host.Blobs.AddAsync(new MemoryStream([1, 2, 3]), 1000, Cancellation);
        var track = host.Add(Samples.Track() with { CoverHash = cover });

        var body = await host.Client.GetFromJsonAsync<JsonElement>($"/api/tracks/{track.Id}", Cancellation);

        Assert.Equal(
            "id title artist_id album_id track_number disc_number duration_secs genre year format bitrate sample_rate musicbrainz_id "
            + "uploaded_by play_count created_at artist_name cover_url best_bitrate best_source hash local",
            string.Join(' ', body.EnumerateObject().Select(property => property.Name)));
        Assert.Equal("Élan", body.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("album_id").ValueKind);
        Assert.Equal("2026-03-01T10:30:00Z", body.GetProperty("created_at").GetString());
        Assert.Equal($"/api/covers/{cover}", body.GetProperty("cover_url").GetString());
        Assert.Equal(track.Hash.ToString(), body.GetProperty("hash").GetString());
        Assert.True(body.GetProperty("local").GetBoolean());
    }

    [Fact]
    public async Task A_cover_that_is_not_here_is_not_offered()
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track() with { CoverHash = Samples.Hash(7) });

        var body = await host.Client.GetFromJsonAsync<JsonElement>($"/api/tracks/{track.Id}", Cancellation);

        Assert.False(body.TryGetProperty("cover_url", out _));
    }

    [Fact]
    public async Task A_track_that_only_peers_hold_says_nothing_of_a_best_copy()
    {
        await using var host = await ApiHost.StartAsync();
        var track = host.Add(Samples.Track(local: false));

        var body = await host.Client.GetFromJsonAsync<JsonElement>($"/api/tracks/{track.Id}", Cancellation);

        Assert.False(body.GetProperty("local").GetBoolean());
        Assert.False(body.TryGetProperty("best_source", out _));
        Assert.False(body.TryGetProperty("cover_url", out _));
    }

    [Fact]
    public async Task An_unknown_id_is_not_found_and_a_malformed_one_a_bad_request()
    {
        await using var host = await ApiHost.StartAsync();
        host.Catalogue.FindTrackAsync(Arg.Any<Guid>(), Arg.Any<CancellationToken>()).Returns((Track?)null);

        using var unknown = await host.Client.GetAsync($"/api/tracks/{Guid.NewGuid()}", Cancellation);
        using var malformed = await host.Client.GetAsync("/api/tracks/7", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        await Expect.ErrorBodyAsync(unknown);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }

    [Theory]
    [InlineData(StorageFailure.Busy, HttpStatusCode.ServiceUnavailable)]
    [InlineData(StorageFailure.NotAccessible, HttpStatusCode.ServiceUnavailable)]
    [InlineData(StorageFailure.DiskFull, HttpStatusCode.InsufficientStorage)]
    [InlineData(StorageFailure.Damaged, HttpStatusCode.InternalServerError)]
    [InlineData(StorageFailure.Other, HttpStatusCode.InternalServerError)]
    public async Task A_store_that_fails_is_never_answered_as_not_found(StorageFailure reason, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        host.Catalogue.FindTrackAsync(Arg.Any<Guid>(), Arg.Any<CancellationToken>())
            .Returns<Track?>(_ => throw new StorageException(reason, "/secret/path is broken"));

        using var response = await host.Client.GetAsync($"/api/tracks/{Guid.NewGuid()}", Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.DoesNotContain("secret", await Expect.ErrorBodyAsync(response));
        Assert.Contains(reason.ToString(), Assert.Single(host.Log.Lines));
    }
}
