using System.Net;
using System.Net.Sockets;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Commands;

public sealed class RelayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_relay_says_where_it_listens_whom_it_lets_in_and_what_nodes_set_and_ends_well()
    {
        var data = Path.Combine(_folder.Path, "data");
        using var relay = new RunningProgram(
            _folder.Path, "relay", "--listen", "127.0.0.1:0", "--no-stun", "--directory", "--data", data, "--token", "secret", "--url", "https://relay.example/", "--log", "warn");
        var address = new Uri((await relay.WaitForLineAsync("  Listens", Cancellation)).Split(' ')[^1]);
        using var ping = await _http.GetAsync(new Uri(address, "ping"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, ping.StatusCode);

        await relay.SignalAsync("INT", Cancellation);
        var (exitCode, output, error) = await relay.EndAsync(RunningProgram.Patience, Cancellation);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("whoever shows a token", output, StringComparison.Ordinal);
        Assert.Contains("P2P_RELAY_URLS=https://TOKEN@relay.example/", output, StringComparison.Ordinal);
        Assert.Contains("P2P_PKARR_URLS=https://relay.example/pkarr", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(data, "relay")));
    }

    [Fact]
    public async Task A_token_that_a_request_shows_is_not_in_the_log_however_much_is_logged()
    {
        using var relay = new RunningProgram(_folder.Path, "relay", "--listen", "127.0.0.1:0", "--no-stun", "--data", _folder.Path, "--log", "trace");
        var address = new Uri((await relay.WaitForLineAsync("  Listens", Cancellation)).Split(' ')[^1]);
        using var answer = await _http.GetAsync(new Uri(address, "relay?token=hush"), Cancellation);

        await relay.SignalAsync("INT", Cancellation);
        var (_, _, error) = await relay.EndAsync(RunningProgram.Patience, Cancellation);

        Assert.Contains("/relay", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, _, errors) = await new CommandRun(_folder.Path).RunAsync("relay", "--listen", "127.0.0.1:0", "--no-stun", "--metrics", $"{other.LocalEndpoint}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"soundtime: cannot listen on 127.0.0.1:0 or {other.LocalEndpoint} ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.EndsWith("with --listen and --metrics.", errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen takes ip:port; nowhere is none.", "--listen", "nowhere")]
    [InlineData("--allow takes ids of nodes, 64 hex digits each; friend is none.", "--allow", "friend")]
    [InlineData("--max-clients takes a number from 1 to 1000000.", "--max-clients", "0")]
    [InlineData("--url takes url; ftp://relay is none.", "--url", "ftp://relay")]
    public async Task An_option_that_cannot_be_used_is_named_and_nothing_starts(string message, string option, string value)
    {
        var (exitCode, output, errors) = await new CommandRun(_folder.Path).RunAsync("relay", option, value);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal($"soundtime: {message}", Assert.Single(errors));
    }

    [Fact]
    public async Task An_empty_file_of_tokens_does_not_open_the_relay_to_everybody()
    {
        var (exitCode, _, errors) = await new CommandRun(_folder.Path).RunAsync("relay", "--token-file", _folder.Write("tokens", "\n"));

        Assert.Equal(2, exitCode);
        Assert.Equal("soundtime: --token-file holds no token; write one secret per line.", Assert.Single(errors));
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_is_told_in_one_line()
    {
        var (exitCode, _, errors) = await new CommandRun(_folder.Path).RunAsync("relay", "--listen", "127.0.0.1:0", "--tls", "/none/cert.pem", "/none/key.pem");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("soundtime: the certificate /none/cert.pem with the key /none/key.pem cannot be used: ", Assert.Single(errors), StringComparison.Ordinal);
    }
}
