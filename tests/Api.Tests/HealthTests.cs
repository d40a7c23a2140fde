using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NSubstitute;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api.Tests;

public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_is_well_says_so_and_leaves_nothing_behind()
    {
        await using var host = await ApiHost.StartAsync();
        var before = Directory.EnumerateFileSystemEntries(host.Options.BlobFolder).Order().ToArray();

        var body = await ReadAsync(host, HttpStatusCode.OK);

        Assert.Equal("ok", body.GetProperty("status").GetString());
        Assert.Equal("0.1.0", body.GetProperty("version").GetString());
        Assert.Equal("ok", Status(body, "catalogue"));
        Assert.Equal("ok", Status(body, "blobs"));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(host.Options.BlobFolder).Order());
    }

    [Fact]
    public async Task A_catalogue_that_fails_is_named_without_its_secrets()
    {
        await using var host = await ApiHost.StartAsync();
        host.Catalogue.FindTrackAsync(Arg.Any<Guid>(), Arg.Any<CancellationToken>())
            .Returns<Track?>(_ => throw new StorageException(StorageFailure.Damaged, "/secret/path is broken"));

        var body = await ReadAsync(host, HttpStatusCode.ServiceUnavailable);

        Assert.Equal("failing", body.GetProperty("status").GetString());
        Assert.Equal("failing", Status(body, "catalogue"));
        Assert.Equal("ok", Status(body, "blobs"));
        Assert.DoesNotContain("secret", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalogue_that_does_not_answer_fails_the_check_in_time()
    {
        await using var host = await ApiHost.StartAsync(options => options with { HealthCheckTimeout = TimeSpan.FromMilliseconds(1) });
        host.Catalogue.FindTrackAsync(Arg.Any<Guid>(), Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource<Track?>().Task);

        var body = await ReadAsync(host, HttpStatusCode.ServiceUnavailable);

        Assert.Equal("failing", Status(body, "catalogue"));
    }

    [Fact]
    public async Task A_blob_folder_that_is_gone_is_named()
    {
        await using var host = await ApiHost.StartAsync(options => options with { BlobFolder = Path.Combine(options.BlobFolder, "gone") });

        var body = await ReadAsync(host, HttpStatusCode.ServiceUnavailable);

        Assert.Equal("failing", Status(body, "blobs"));
        Assert.Equal("ok", Status(body, "catalogue"));
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_is_named()
    {
        await using var host = await ApiHost.StartAsync(options => options with { MinimumFreeBytes = long.MaxValue });

        var body = await ReadAsync(host, HttpStatusCode.ServiceUnavailable);

        Assert.Contains("full", body.GetProperty("checks").GetProperty("blobs").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checks_of_the_node_count_as_well()
    {
        await using var host = await ApiHost.StartAsync(services: services => services.AddHealthChecks()
            .AddCheck("endpoint", () => HealthCheckResult.Unhealthy("The endpoint is closed."))
            .AddCheck("library", () => HealthCheckResult.Degraded("The music folder is read for the first time.")));

        var body = await ReadAsync(host, HttpStatusCode.ServiceUnavailable);

        Assert.Equal("failing", Status(body, "endpoint"));
        Assert.Equal("degraded", Status(body, "library"));
        Assert.Equal("The endpoint is closed.", body.GetProperty("checks").GetProperty("endpoint").GetProperty("detail").GetString());
    }

    private static async Task<JsonElement> ReadAsync(ApiHost host, HttpStatusCode status)
    {
        using var response = await host.Client.GetAsync("/healthz", Cancellation);
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private static string? Status(JsonElement body, string check) => body.GetProperty("checks").GetProperty(check).GetProperty("status").GetString();
}
