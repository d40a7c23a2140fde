using System.Net;
using System.Net.Sockets;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Commands;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_node_that_is_asked_to_stop_ends_well_though_a_client_is_connected(string signal)
    {
        using var node = new RunningProgram(_folder.Path, "--port", "0", "--p2p-port", "0", "--log", "warn");
        var address = new Uri((await node.WaitForLineAsync("  HTTP", Cancellation)).Split(' ')[^1]);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancellation);

        await node.SignalAsync(signal, Cancellation);
        var (exitCode, _, error) = await node.EndAsync(RunningProgram.Patience, Cancellation);

        Assert.Equal((0, ""), (exitCode, error));
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, output, error) = await RunAsync("--port", $"{port}", "--p2p-port", "0", "--log", "warn");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal($"soundtime: another program listens on TCP port {port} already; stop it, or choose another port with --port.\n", error);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_told_in_one_line()
    {
        var file = _folder.Write("file", "");

        var (exitCode, output, error) = await RunAsync("serve", "--data", Path.Combine(file, "data"), "--port", "0");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"soundtime: {file}/data cannot be written ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(0, "config", "--check")]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    [InlineData(2, "config", "--check", "--port", "x")]
    [InlineData(2, "--prot", "1")]
    [InlineData(2, "play")]
    public async Task The_exit_code_tells_scripts_what_happened(int expected, params string[] arguments) =>
        Assert.Equal(expected, (await RunAsync(arguments)).ExitCode);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var program = new RunningProgram(_folder.Path, arguments);
        return await program.EndAsync(RunningProgram.Patience, Cancellation);
    }
}
