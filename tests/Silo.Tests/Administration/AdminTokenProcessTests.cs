using System.Net;
using System.Net.Http.Headers;
using SoundTime.Api;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Administration;

public sealed class AdminTokenProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_alone_prints_a_token_and_a_new_one_counts_in_the_running_node()
    {
        string first;
        using (var node = Start())
        {
            var address = await AddressAsync(node);
            first = (await node.WaitForLineAsync("  Admin", Cancellation)).Split(' ')[^1];
            Assert.StartsWith(AdminToken.Prefix, first, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await AskAsync(address, first));

            await StopAsync(node, except: first);
        }

        using var restarted = Start();
        var addressNow = await AddressAsync(restarted);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(addressNow, first));

        var second = await MakeTokenAsync();

        Assert.Equal(HttpStatusCode.OK, await AskAsync(addressNow, second));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(addressNow, first));
        Assert.DoesNotContain("Admin", await StopAsync(restarted, except: second), StringComparison.Ordinal);
    }

    private RunningProgram Start() => new(_folder.Path, "--port", "0", "--p2p-port", "0", "--log", "trace");

    private static async Task<Uri> AddressAsync(RunningProgram node) => new((await node.WaitForLineAsync("  HTTP", Cancellation)).Split(' ')[^1]);

    /// <summary>Ends the node; neither what it still printed nor its log names the token. Answers what it printed.</summary>
    private static async Task<string> StopAsync(RunningProgram node, string except)
    {
        await node.SignalAsync("TERM", Cancellation);
        var (exitCode, output, error) = await node.EndAsync(RunningProgram.Patience, Cancellation);
        Assert.Equal(0, exitCode);
        Assert.NotEmpty(error);
        Assert.DoesNotContain(except, output + error, StringComparison.Ordinal);
        return output;
    }

    private async Task<string> MakeTokenAsync()
    {
        using var command = new RunningProgram(_folder.Path, "admin-token");
        var (exitCode, output, error) = await command.EndAsync(RunningProgram.Patience, Cancellation);
        Assert.Equal((0, ""), (exitCode, error));
        return output.TrimEnd('\n');
    }

    private static async Task<HttpStatusCode> AskAsync(Uri address, string token)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync("/api/admin/p2p/peers", Cancellation);
        return response.StatusCode;
    }
}
