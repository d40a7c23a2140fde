using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SoundTime.Iroh.Tickets;
using SoundTime.Relay;
using SoundTime.Silo.Tests.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Commands;

public sealed class InvitationProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_friend_joins_with_the_ticket_of_an_invitation_through_a_relay_alone()
    {
        await using var relay = await RelayHost.StartAsync(new RelayOptions { ListenOn = new IPEndPoint(IPAddress.Loopback, 0) }, cancellationToken: Cancellation);
        using var host = await WholeNode.StartAsync(Data("host"), "--relay", relay.Url.Text);
        using var friend = await WholeNode.StartAsync(Data("friend"), "--relay", relay.Url.Text);
        await WaitForRelayAsync(host);
        await WaitForRelayAsync(friend);

        var (code, ticket, error) = await RunAsync("invite", "--data", Data("host"));
        Assert.Equal((0, ""), (code, error));
        var address = EndpointTicket.Parse(ticket.Trim());
        Assert.Equal((host.Address.Id, relay.Url), (address.Id, Assert.Single(address.Relays)));
        var relayOnly = EndpointTicket.Format(address with { Hosts = [] });

        var joined = await RunAsync("join", "--data", Data("friend"), relayOnly);
        Assert.Equal((0, $"peer {host.Address.Id} added and responded to ping (0 tracks)\n"), (joined.Code, joined.Output));

        var doctor = await RunAsync("doctor", "--data", Data("friend"), host.Address.Id.ToString(), "--json");
        using var report = JsonDocument.Parse(doctor.Output);
        Assert.Equal((0, true), (doctor.Code, report.RootElement.GetProperty("can_be_reached").GetBoolean()));
        var peer = report.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("check").GetString() == "peer");
        Assert.Equal("ok", peer.GetProperty("state").GetString());
        Assert.Contains(host.Address.Id.ShortText, peer.GetProperty("subject").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_relay_and_public_address_is_said_not_to_be_reachable()
    {
        using (var node = await WholeNode.StartAsync(Data("host")))
        {
            var (code, output, _) = await RunAsync("doctor", "--data", Data("host"));

            Assert.Equal(1, code);
            Assert.Contains("Nobody outside of its own networks can reach this node", output, StringComparison.Ordinal);
            // Where the tests run there may be no network at all.
            Assert.DoesNotContain(output.Split('\n'), line => line.StartsWith("FAILED", StringComparison.Ordinal) && !line.StartsWith("FAILED  network", StringComparison.Ordinal));
            await node.StopAsync();
        }

        Assert.Empty(Directory.GetFiles(Data("host"), "*.api"));
    }

    [Fact]
    public async Task Without_a_node_the_commands_say_to_start_one_and_the_doctor_looks_at_what_it_can()
    {
        foreach (var command in new[] { "invite", "join" })
        {
            var (code, output, error) = await RunAsync([command, "--data", Data("none"), .. command == "join" ? [new string('a', 64)] : Array.Empty<string>()]);

            Assert.Equal((1, ""), (code, output));
            Assert.Contains("start it with soundtime serve", error, StringComparison.Ordinal);
        }

        var doctor = await RunAsync("doctor", "--data", Data("none"), "--p2p-port", "0");
        Assert.Equal(1, doctor.Code);
        Assert.Contains("Any free UDP port will be taken.", doctor.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data("none")));
    }

    private string Data(string name) => Path.Combine(_folder.Path, name);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var program = new RunningProgram(_folder.Path, arguments);
        return await program.EndAsync(RunningProgram.Patience, Cancellation);
    }

    private static Task WaitForRelayAsync(WholeNode node) => Waiting.UntilAsync(
        async () => (await node.Http.GetFromJsonAsync<JsonElement>("/api/p2p/status", Cancellation)).GetProperty("relay_connected").GetBoolean(), Cancellation);
}
