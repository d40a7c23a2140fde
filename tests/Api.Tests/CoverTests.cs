using System.Net;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class CoverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("FFD8FFE000104A4649460001", "image/jpeg")]
    [InlineData("89504E470D0A1A0A0000000D", "image/png")]
    [InlineData("4749463839610100", "image/gif")]
    [InlineData("524946461A00000057454250", "image/webp")]
    public async Task A_picture_is_served_for_ever_under_its_hash(string bytes, string type)
    {
        await using var host = await ApiHost.StartAsync();
        var image = Convert.FromHexString(bytes);
        var hash = await host.Blobs.AddAsync(new MemoryStream(image), 1000, Cancellation);

        using var response = await host.Client.GetAsync($"/api/covers/{hash}", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        Assert.Equal(image, await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("fLaC and then some music")]
    [InlineData("x")]
    public async Task Nothing_but_pictures_is_served_as_a_cover(string content)
    {
        await using var host = await ApiHost.StartAsync();
        var hash = await host.Blobs.AddAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), 1000, Cancellation);

        using var response = await host.Client.GetAsync($"/api/covers/{hash}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Null(response.Headers.CacheControl);
        await Expect.ErrorBodyAsync(response);
    }

    [Fact]
    public async Task An_unknown_hash_is_not_found_and_a_malformed_one_a_bad_request()
    {
        await using var host = await ApiHost.StartAsync();

        using var unknown = await host.Client.GetAsync($"/api/covers/{Samples.Hash(9)}", Cancellation);
        using var malformed = await host.Client.GetAsync("/api/covers/..%2Fsecret", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }
}
