using System.Net;
using System.Text;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class JsonBodyTests
{
    private static readonly string[] Paths = ["/api/admin/p2p/peers", "/api/admin/blocked-domains", "/api/admin/blocked-domains/import"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{} {}", HttpStatusCode.BadRequest)]
    [InlineData("[[[[[[[[[[]]]]]]]]]]", HttpStatusCode.BadRequest)]
    [InlineData("{\"domain\":\"\\ud800\",\"node_id\":\"\\ud800\"}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("null", HttpStatusCode.UnprocessableEntity)]
    [InlineData("7", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"domain\":null,\"node_id\":null}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"domain\":7,\"node_id\":7}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("[{}]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("[{\"domain\":\"\\ud800\"}]", HttpStatusCode.UnprocessableEntity)]
    public async Task What_is_no_json_and_what_is_of_another_form_are_told_apart(string json, HttpStatusCode status)
    {
        await using var host = await AdminHost.StartAsync();

        foreach (var path in Paths)
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await host.Client.PostAsync(path, content, Cancellation);
            Assert.Equal(status, response.StatusCode);
            await Expect.ErrorBodyAsync(response);
        }
    }

    [Fact]
    public async Task What_does_not_say_to_be_json_is_not_read()
    {
        await using var host = await AdminHost.StartAsync();

        foreach (var path in Paths)
        {
            using var content = new StringContent("{}", Encoding.UTF8, "text/plain");
            using var response = await host.Client.PostAsync(path, content, Cancellation);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
            await Expect.ErrorBodyAsync(response);
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var host = await AdminHost.StartAsync();

        foreach (var path in Paths)
        {
            using var content = new StringContent($"\"{new string('x', ApiLimits.MaxBodyBytes)}\"", Encoding.UTF8, "application/json");
            using var response = await host.Client.PostAsync(path, content, Cancellation);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_null_among_the_entries_of_an_import_is_refused()
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("POST", Paths[2], """[{"domain":"x"},null]""")).Status);
    }
}
