using System.Net;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;

namespace SoundTime.Api.Tests;

public sealed class SettingTests
{
    private const string Path = "/api/admin/settings";

    [Fact]
    public async Task The_settings_are_listed_with_what_is_in_force_and_no_secret_is_among_them()
    {
        await using var host = await AdminHost.StartAsync();
        await new AdminTokenStore(host.Settings).TryCreateAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, """[{"key":"instance_private","value":"false"}]"""), await host.SendAsync("GET", Path));
    }

    [Fact]
    public async Task A_setting_is_changed_and_counts()
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal(
            (HttpStatusCode.OK, """{"key":"instance_private","value":"true"}"""),
            await host.SendAsync("PUT", $"{Path}/instance_private", """{"value":"true"}"""));

        Assert.Equal((HttpStatusCode.OK, """[{"key":"instance_private","value":"true"}]"""), await host.SendAsync("GET", Path));
        Assert.Equal(KeyValuePair.Create("instance_private", "true"), Assert.Single(host.Settings.Values));
    }

    [Theory]
    [InlineData("admin_token_sha256", """{"value":"00"}""", HttpStatusCode.NotFound)]
    [InlineData("Instance_Private", """{"value":"true"}""", HttpStatusCode.NotFound)]
    [InlineData("instance_private", """{"value":"TRUE"}""", HttpStatusCode.BadRequest)]
    [InlineData("instance_private", """{"value":""}""", HttpStatusCode.BadRequest)]
    [InlineData("instance_private", """{"value":null}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("instance_private", """{"value":true}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("instance_private", "{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("instance_private", "true", HttpStatusCode.UnprocessableEntity)]
    [InlineData("instance_private", "{", HttpStatusCode.BadRequest)]
    public async Task What_is_no_setting_or_no_value_of_it_changes_nothing(string key, string body, HttpStatusCode status)
    {
        await using var host = await AdminHost.StartAsync();

        var (answered, text) = await host.SendAsync("PUT", $"{Path}/{key}", body);

        Assert.Equal(status, answered);
        Assert.StartsWith("{\"error\":\"", text, StringComparison.Ordinal);
        Assert.Empty(host.Settings.Values);
    }

    [Fact]
    public async Task A_store_that_fails_is_said()
    {
        await using var host = await AdminHost.StartAsync();
        host.Settings.Failure = new StorageException(StorageFailure.Busy, "busy");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", Path)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("PUT", $"{Path}/instance_private", """{"value":"true"}""")).Status);
    }
}
