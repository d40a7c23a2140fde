using System.Net;
using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.LocalDiscovery;

/// <summary>Debian's mDNS responder and browser beside our node and on the other end of its link.</summary>
public sealed class AvahiTests
{
    private const string Service = "_irohv1._udp";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 90_000)]
    public async Task A_browser_reads_our_records_and_our_node_shares_its_port()
    {
        using var folder = new TemporaryFolder();
        using var network = await LocalNetwork.StartAsync(2, Token);
        var (here, there) = (network.Places[0], network.Places[1]);
        await using var avahi = await Avahi.StartAsync(here, folder, Token);
        await using var beside = await Neighbour.StartAsync("beside", here, folder, Token);
        using var participant = new LinkParticipant(there);

        // The node shares its port with the daemon.
        var answer = await participant.HearAnswerAsync(here, Token);
        var port = beside.PeerEndPoints[0].Port;
        Assert.Equal(SheetMessages.Answer(beside.Id, port, here.Address, IPAddress.Parse("fd77::1")), answer);

        // Our records are not in the list of the service, which keeps nodes out of browsers. Put there by somebody else, they are read as they were meant.
        string? line;
        do
        {
            participant.Say(SheetMessages.StandardAnswer(beside.Id, port, here.Address));
            line = (await avahi.BrowseAsync(Service, Token)).FirstOrDefault(next => next.StartsWith("=;", StringComparison.Ordinal));
        }
        while (line is null);
        var instance = SheetMessages.InstanceOf(beside.Id);
        Assert.Equal($"=;{LocalNetwork.Device};IPv4;{instance};{Service};local;{instance}-{port}.local;{here.Address};{port};", line);

        // Our own answers, whose time to live is 0, take back those records and no other, so they were read, too.
        await WaitForCacheAsync(avahi, cache => cache.Contains("PTR", StringComparison.Ordinal) && !cache.Contains("SRV", StringComparison.Ordinal));

        // It says so when it cannot read something: only once, and this was not ours.
        participant.Say([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 7]);
        const string Complaint = "too short or invalid";
        await avahi.WaitForLogAsync(Complaint, Token);
        Assert.Equal(2, avahi.Log.Split(Complaint).Length);
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
