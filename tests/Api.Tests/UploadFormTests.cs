using System.Net;
using System.Net.Sockets;
using System.Text;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

/// <summary>Forms that are not as they should be.</summary>
public sealed class UploadFormTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", HttpStatusCode.BadRequest)]
    [InlineData("nonsense", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_that_is_no_form_is_refused(string contentType, HttpStatusCode status) =>
        await RefusesAsync("--b\r\n", status, contentType);

    [Theory]
    [InlineData("")]
    [InlineData("no boundary at all")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nbytes without an end")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nbytes\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nonly a title\r\n--b--\r\n")]
    [InlineData("--b\r\nContent-Type: audio/wav\r\n\r\nno disposition\r\n--b--\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\xFF\r\n--b--\r\n")]
    [InlineData("--b--\r\n")]
    public async Task A_form_that_is_malformed_or_breaks_off_is_refused(string body) => await RefusesAsync(body, HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_form_of_two_files_is_sent_to_the_batch()
    {
        var part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nbytes\r\n";
        Assert.Contains("batch", await RefusesAsync($"{part}{part}--b--\r\n", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_of_a_megabyte_is_refused() => await RefusesAsync(
        $"--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n{new string('x', 1 << 20)}\r\n--b--\r\n", HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task A_form_of_a_hundred_fields_is_refused() => await RefusesAsync(
        string.Concat(Enumerable.Repeat("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n", 100)) + "--b--\r\n", HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_part_with_endless_headers_is_refused()
    {
        await RefusesAsync($"--b\r\nX-Long: {new string('x', 100_000)}\r\n\r\n\r\n--b--\r\n", HttpStatusCode.BadRequest);
        await RefusesAsync($"--b\r\n{string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: 1\r\n"))}\r\n\r\n--b--\r\n", HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(5_000_000)]
    public async Task A_file_that_is_too_large_is_refused_and_leaves_nothing(int size) => await RefusesAsync(
        $"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n{new string('x', size)}\r\n--b--\r\n",
        HttpStatusCode.RequestEntityTooLarge,
        configure: options => options with { MaxUploadBytes = 1_000 });

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_leaves_nothing_behind_and_makes_no_noise()
    {
        await using var host = await ApiHost.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(host.Address.Host, host.Address.Port, Cancellation);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                "POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nbytes"), Cancellation);
            client.LingerState = new LingerOption(true, 0);
        }

        // Stopping waits for the request that is being answered.
        await host.StopAsync();

        Assert.Empty(host.MusicFiles);
        Assert.Empty(host.Log.Lines);
        Assert.Empty(host.Uploads);
    }

    private static async Task<string> RefusesAsync(
        string body, HttpStatusCode status, string contentType = "multipart/form-data; boundary=b", Func<ApiOptions, ApiOptions>? configure = null)
    {
        await using var host = await ApiHost.StartAsync(configure);
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/upload") { Content = content };
        request.Headers.ExpectContinue = true;

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Empty(host.MusicFiles);
        Assert.Empty(host.Log.Lines);
        return await Expect.ErrorBodyAsync(response);
    }
}
