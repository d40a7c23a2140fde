using System.Buffers.Binary;
using System.Net;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Testing;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class PeerDirectoryTests
{
    private static readonly IPEndPoint Somewhere = new(IPAddress.Loopback, 11204);
    private static readonly IPEndPoint Elsewhere = new(IPAddress.Loopback, 11205);

    private readonly ManualTime _time = new();
    private readonly PeerDirectory _directory;

    public PeerDirectoryTests() => _directory = new PeerDirectory(_time);

    [Fact]
    public void What_a_peer_said_of_itself_stays_when_it_connects_again()
    {
        _directory.RecordPong(Id(1), new Pong("somebody else", 42, "0.1.7"));

        _directory.ConnectionOpened(Id(1), Somewhere);

        Assert.Equal((42UL, "0.1.7"), (_directory.Find(Id(1))!.TrackCount, _directory.Find(Id(1))!.Version));
    }

    [Fact]
    public void A_peer_is_online_while_it_is_connected_and_a_while_after_unless_it_cannot_be_reached()
    {
        _directory.ConnectionOpened(Id(1), Somewhere);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([Id(1)], _directory.ListOnline());

        _directory.ConnectionClosed(Id(1), Somewhere, Somewhere, wasInContact: true);
        _time.Advance(PeerDirectory.OnlineWindow - TimeSpan.FromSeconds(1));
        Assert.Equal((1, 1), _directory.Count());

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 0), _directory.Count());

        _directory.RecordPong(Id(1), new Pong("", 0, null));
        _directory.RecordUnreachable(Id(1));
        Assert.Empty(_directory.ListOnline());
    }

    [Fact]
    public void A_peer_that_is_connected_and_does_not_answer_counts_as_offline_until_it_speaks()
    {
        _directory.ConnectionOpened(Id(1), Somewhere);
        _directory.RecordUnreachable(Id(1));
        Assert.Empty(_directory.ListOnline());

        _directory.RecordPong(Id(1), new Pong("", 0, null));
        Assert.Equal([Id(1)], _directory.ListOnline());
    }

    [Fact]
    public void A_peer_that_fell_silent_is_offline_at_once()
    {
        _directory.ConnectionOpened(Id(1), Somewhere);
        _directory.ConnectionClosed(Id(1), Somewhere, Somewhere, wasInContact: false);
        Assert.Empty(_directory.ListOnline());
    }

    [Fact]
    public void A_peer_is_dialled_where_it_was_seen_and_where_the_admin_says_it_is()
    {
        _directory.AddSeed(new NodeAddress(Id(1), [new NodeHost("node.example.org", 1)]));
        _directory.ConnectionOpened(Id(1), Somewhere);

        Assert.Equal($"{Id(1)}@127.0.0.1:11204,node.example.org:1", _directory.AddressOf(Id(1)).ToString());
        Assert.Equal(Id(2).ToString(), _directory.AddressOf(Id(2)).ToString());
    }

    [Fact]
    public void A_peer_that_moved_during_a_connection_is_dialled_at_its_new_address()
    {
        _directory.ConnectionOpened(Id(1), Somewhere);

        _directory.ConnectionClosed(Id(1), Somewhere, Elsewhere, wasInContact: true);

        Assert.Equal($"{Id(1)}@{Elsewhere}", _directory.AddressOf(Id(1)).ToString());
    }

    [Fact]
    public void The_end_of_an_old_connection_does_not_hide_where_a_newer_one_found_the_peer()
    {
        _directory.ConnectionOpened(Id(1), Somewhere);
        _directory.ConnectionOpened(Id(1), Elsewhere);

        _directory.ConnectionClosed(Id(1), Somewhere, Somewhere, wasInContact: true);

        Assert.Equal($"{Id(1)}@{Elsewhere}", _directory.AddressOf(Id(1)).ToString());
    }

    [Fact]
    public void The_peer_unseen_for_longest_makes_room_but_no_seed_and_none_that_is_connected()
    {
        _directory.AddSeed(new NodeAddress(Id(0)));
        _directory.ConnectionOpened(Id(1), Somewhere);
        for (var i = 2; i <= PeerDirectory.MaxPeers; i++)
        {
            _time.Advance(TimeSpan.FromTicks(1));
            _directory.RecordPong(Id(i), new Pong("", 0, null));
        }

        Assert.Equal(PeerDirectory.MaxPeers, _directory.Count().Known);
        Assert.NotNull(_directory.Find(Id(0)));
        Assert.NotNull(_directory.Find(Id(1)));
        Assert.Null(_directory.Find(Id(2)));
        Assert.NotNull(_directory.Find(Id(3)));
    }

    private static NodeId Id(int number)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Size];
        bytes.Fill(0x5A);
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new NodeId(bytes);
    }
}
