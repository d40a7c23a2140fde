using System.Net;
using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.LocalDiscovery;

/// <summary>Debian's mDNS responder and browser beside our node and on the other end of its link.</summary>
public sealed class AvahiTests
{
    private const string Service = "_irohv1._udp";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_browser_reads_our_records_and_our_node_shares_its_port()
    {
        using var folder = new TemporaryFolder();
        using var network = await LocalNetwork.StartAsync(3, Token);
        var (here, there) = (network.Places[0], network.Places[1]);
        await using var avahi = await Avahi.StartAsync(here, folder, Token);
        await using var beside = await Neighbour.StartAsync("beside", here, folder, Token);
        await using (var node = await Neighbour.StartAsync("node", there, folder, Token))
        {
            using (var participant = new LinkParticipant(network.Places[2]))
            {
                // A node shares its port with the daemon.
                var expected = SheetMessages.Answer(beside.Id, beside.PeerEndPoints[0].Port, here.Address, IPAddress.Parse("fd77::1"));
                Assert.Equal(expected, await participant.HearAnswerAsync(here, Token));
                await AssertIsReadAsync(avahi, participant, node, there);
            }

            // An answer of the node from after that, heard by all.
            using var listener = new LinkParticipant(network.Places[2]);
            await listener.HearAnswerAsync(there, Token);
        }

        // Our own answers, whose time to live is 0, take back those records and no other, so they were read, too. The daemon waits a second more after each
        // of them, so it is seen when no more come; by itself it would keep the records for two minutes.
        await WaitForCacheAsync(avahi, cache => cache.Contains("PTR", StringComparison.Ordinal) && !cache.Contains("SRV", StringComparison.Ordinal));

        // It says so when it cannot read something: only once, and this was not ours.
        using var stranger = new LinkParticipant(network.Places[2]);
        stranger.Say([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 7]);
        const string Complaint = "too short or invalid";
        await avahi.WaitForLogAsync(Complaint, Token);
        Assert.Equal(2, avahi.Log.Split(Complaint).Length);
    }

    /// <summary>Our records are not in the list of the service, which keeps nodes out of browsers. Put there by somebody else, they are read as they were meant.</summary>
    private static async Task AssertIsReadAsync(Avahi avahi, LinkParticipant participant, NodeProcess node, NetworkNamespace there)
    {
        var port = node.PeerEndPoints[0].Port;
        string? line;
        do
        {
            participant.Say(SheetMessages.StandardAnswer(node.Id, port, there.Address));
            line = (await avahi.BrowseAsync(Service, Token)).FirstOrDefault(next => next.StartsWith("=;", StringComparison.Ordinal));
        }
        while (line is null);
        var instance = SheetMessages.InstanceOf(node.Id);
        Assert.StartsWith($"=;{LocalNetwork.Device};IPv4;{instance};{Service};local;{instance}-{port}.local;{there.Address};{port};", line, StringComparison.Ordinal);
    }

    private static async Task WaitForCacheAsync(Avahi avahi, Func<string, bool> condition)
    {
        var seen = avahi.Log.Length;
        while (true)
        {
            await avahi.DumpAsync(Token);
            await avahi.WaitForLogAsync(log => log.IndexOf("lo.IPv4 ;;;", seen, StringComparison.Ordinal) > 0, Token);
            var log = avahi.Log;
            if (condition(log[seen..]))
            {
                return;
            }

            seen = log.Length;
        }
    }
}
