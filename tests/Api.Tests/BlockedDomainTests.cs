using System.Net;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Blocking;

namespace SoundTime.Api.Tests;

public sealed class BlockedDomainTests
{
    private const string Path = "/api/admin/blocked-domains";

    private static readonly string Hex = AdminHost.Peer.ToString();
    private static readonly Guid EntryId = new("0193b3a0-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 30, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(Path)]
    [InlineData(Path + "/export")]
    public async Task The_list_has_the_fields_of_a_rust_node_in_the_order_of_the_store(string path)
    {
        await using var host = await AdminHost.StartAsync();
        host.Blocks.ListAsync(Arg.Any<CancellationToken>()).Returns([Entry(Hex, "spam"), Entry("evil.example", null)]);

        Assert.Equal(
            (HttpStatusCode.OK,
                $$"""[{"id":"{{EntryId}}","domain":"{{Hex}}","reason":"spam","created_at":"2026-03-01T12:30:00+00:00"},"""
                + $$"""{"id":"{{EntryId}}","domain":"evil.example","reason":null,"created_at":"2026-03-01T12:30:00+00:00"}]"""),
            await host.SendAsync("GET", path));
    }

    [Theory]
    [InlineData("""{"domain":"Evil.Example ","reason":"spam"}""", "Evil.Example ", "spam")]
    [InlineData("""{"domain":"evil.example"}""", "evil.example", null)]
    [InlineData("""{"domain":"evil.example","reason":null,"more":[]}""", "evil.example", null)]
    public async Task What_is_blocked_is_kept_as_it_is_written(string json, string domain, string? reason)
    {
        await using var host = await AdminHost.StartAsync();
        host.Blocking.BlockAsync(new BlockRequest(domain, reason), Arg.Any<CancellationToken>()).Returns(Entry(domain, reason));

        Assert.Equal(
            (HttpStatusCode.Created,
                $$"""{"id":"{{EntryId}}","domain":"{{domain}}","reason":{{(reason is null ? "null" : $"\"{reason}\"")}},"created_at":"2026-03-01T12:30:00+00:00"}"""),
            await host.SendAsync("POST", Path, json));
    }

    [Fact]
    public async Task An_id_is_kept_in_the_form_that_blocks_however_it_is_written()
    {
        await using var host = await AdminHost.StartAsync();
        host.Blocking.BlockAsync(new BlockRequest(Hex, null), Arg.Any<CancellationToken>()).Returns(Entry(Hex, null));

        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("POST", Path, $$"""{"domain":" {{Hex.ToUpperInvariant()}} "}""")).Status);
    }

    [Fact]
    public async Task What_is_blocked_already_is_a_conflict()
    {
        await using var host = await AdminHost.StartAsync();
        host.Blocking.BlockAsync(Arg.Any<BlockRequest>(), Arg.Any<CancellationToken>()).Returns((BlockedDomain?)null);

        Assert.Equal((HttpStatusCode.Conflict, """{"error":"Domain already blocked"}"""), await host.SendAsync("POST", Path, """{"domain":"x"}"""));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("a\nb", null)]
    [InlineData("a\0", null)]
    [InlineData("x", "a\0")]
    [InlineData("256", null)]
    [InlineData("x", "1001")]
    public async Task What_the_list_cannot_hold_is_refused(string domain, string? reason)
    {
        await using var host = await AdminHost.StartAsync();
        var json = System.Text.Json.JsonSerializer.Serialize(new { domain = Expand(domain), reason = Expand(reason) });

        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("POST", Path, json)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("POST", $"{Path}/import", $"[{json},{json.Replace("\"\"", "\"a\\nb\"", StringComparison.Ordinal)}]")).Status);
        Assert.Empty(host.Blocking.ReceivedCalls());
    }

    [Fact]
    public async Task An_import_trims_skips_what_is_blank_repeated_or_known_and_counts_both()
    {
        await using var host = await AdminHost.StartAsync();
        IReadOnlyCollection<BlockRequest> asked = [];
        host.Blocking.BlockAsync(Arg.Do<IReadOnlyCollection<BlockRequest>>(requests => asked = requests), Arg.Any<CancellationToken>())
            .Returns([Entry("new.example", null), Entry(Hex, null)]);

        Assert.Equal(
            (HttpStatusCode.OK, """{"imported":2,"skipped":4}"""),
            await host.SendAsync(
                "POST",
                $"{Path}/import",
                $$"""[{"domain":" New.Example ","reason":"Why"},{"domain":"  "},{"domain":"NEW.example"},{"domain":"known.example"},{"domain":""},{"domain":"{{Hex}}"}]"""));
        Assert.Equal(
            [new BlockRequest("new.example", "Why"), new("new.example", null), new("known.example", null), new(Hex, null)], asked);
    }

    [Fact]
    public async Task What_was_exported_can_be_imported()
    {
        await using var host = await AdminHost.StartAsync();
        host.Blocks.ListAsync(Arg.Any<CancellationToken>()).Returns([Entry(Hex, "spam")]);
        host.Blocking.BlockAsync(Arg.Any<IReadOnlyCollection<BlockRequest>>(), Arg.Any<CancellationToken>()).Returns([]);

        var (_, export) = await host.SendAsync("GET", $"{Path}/export");

        Assert.Equal((HttpStatusCode.OK, """{"imported":0,"skipped":1}"""), await host.SendAsync("POST", $"{Path}/import", export));
    }

    [Fact]
    public async Task An_import_of_too_many_entries_is_refused_as_a_whole()
    {
        await using var host = await AdminHost.StartAsync();
        var json = $"[{string.Join(',', Enumerable.Range(0, ApiLimits.MaxImportedBlocks + 1).Select(number => $"{{\"domain\":\"{number}.example\"}}"))}]";

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await host.SendAsync("POST", $"{Path}/import", json)).Status);
        Assert.Empty(host.Blocking.ReceivedCalls());
    }

    [Fact]
    public async Task An_entry_is_removed_by_its_id()
    {
        await using var host = await AdminHost.StartAsync();
        host.Blocking.UnblockAsync(EntryId, Arg.Any<CancellationToken>()).Returns(Entry(Hex, null));

        Assert.Equal((HttpStatusCode.NoContent, ""), await host.SendAsync("DELETE", $"{Path}/{EntryId}"));
        Assert.Equal((HttpStatusCode.NotFound, """{"error":"Domain not found"}"""), await host.SendAsync("DELETE", $"{Path}/{Guid.Empty}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("DELETE", $"{Path}/x")).Status);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_not_told_as_empty()
    {
        await using var host = await AdminHost.StartAsync();
        host.Blocks.ListAsync(Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.Busy, "locked"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", Path)).Status);
    }

    private static BlockedDomain Entry(string domain, string? reason) => new(EntryId, domain, reason, Noon);

    /// <summary>A number stands for a text of so many characters.</summary>
    private static string? Expand(string? text) => int.TryParse(text, out var length) ? new string('x', length) : text;
}
