using System.Net;
using System.Net.Sockets;
using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.LocalDiscovery;

/// <summary>Nodes on a link of their own, which know nobody.</summary>
public sealed class NeighbourTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Two_nodes_on_one_link_find_each_other_without_a_seed_and_share_their_tracks()
    {
        using var folder = new TemporaryFolder();
        using var network = await LocalNetwork.StartAsync(2, Token);
        var songs = Directory.GetFiles(Music.WesnothFolder, "*.ogg").Order().Take(2).ToArray();
        for (var i = 0; i < songs.Length; i++)
        {
            File.Copy(songs[i], Path.Combine(folder.Folder($"library{i}"), Path.GetFileName(songs[i])));
        }

        await using var a = await Neighbour.StartAsync("a", network.Places[0], folder, Token, "--library", folder.File("library0"));
        await using var b = await Neighbour.StartAsync("b", network.Places[1], folder, Token, "--library", folder.File("library1"));
        await a.WaitForTracksAsync(2, Token);
        await b.WaitForTracksAsync(2, Token);
    }

    [Fact(Timeout = 180_000)]
    public async Task An_answer_made_from_the_sheet_brings_a_node_to_the_place_that_it_names()
    {
        using var folder = new TemporaryFolder();
        using var network = await LocalNetwork.StartAsync(2, Token);
        using var participant = new LinkParticipant(network.Places[1]);
        using var place = network.Places[1].Open(() => Bind(network.Places[1].Address));
        await using var node = await Neighbour.StartAsync("node", network.Places[0], folder, Token);

        Assert.Equal(SheetMessages.Question, await participant.HearQuestionAsync(network.Places[0], Token));
        var id = new NodeId(Convert.FromHexString("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"));
        participant.Say(SheetMessages.Answer(id, ((IPEndPoint)place.LocalEndPoint!).Port, network.Places[1].Address));

        // A first packet of QUIC version 1, as long as one has to be (RFC 9000, section 14.1).
        var buffer = new byte[1500];
        var received = await place.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), Token);
        Assert.Equal(network.Places[0].Address, ((IPEndPoint)received.RemoteEndPoint).Address);
        Assert.Equal((0xC0, "00000001"), (buffer[0] & 0xF0, Convert.ToHexString(buffer, 1, 4)));
        Assert.InRange(received.ReceivedBytes, 1200, 1472);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_question_made_from_the_sheet_is_answered_as_the_sheet_has_it()
    {
        using var folder = new TemporaryFolder();
        using var network = await LocalNetwork.StartAsync(2, Token);
        using var participant = new LinkParticipant(network.Places[1]);
        await using var node = await Neighbour.StartAsync("node", network.Places[0], folder, Token);
        await participant.HearQuestionAsync(network.Places[0], Token);

        // What is too long or no message is passed over.
        participant.Say(new byte[3000]);
        participant.Say([1, 2, 3]);
        participant.Say(SheetMessages.Question);

        var expected = SheetMessages.Answer(node.Id, node.PeerEndPoints[0].Port, network.Places[0].Address, IPAddress.Parse("fd77::1"));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(await participant.HearAnswerAsync(network.Places[0], Token)));
    }

    private static Socket Bind(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }
}
