using System.Net;
using System.Security.Cryptography;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Quic;
using SoundTime.Iroh.Relays;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>The addresses that stand for nodes at relays.</summary>
public sealed class StandInTests
{
    private static readonly RelayUrl Relay = RelayUrl.Parse("https://relay.example./");
    private readonly ManualTime _time = new();

    [Fact]
    public void A_node_at_a_relay_has_one_address_of_irohs_range()
    {
        var map = new StandInMap(_time, 10, _ => true);
        var node = NewNode();
        var address = map.GetOrAdd(Relay, node);
        Assert.StartsWith("[fd15:70a:510b:1::", address.ToString(), StringComparison.Ordinal);
        Assert.True(StandInMap.IsStandIn(address));
        Assert.Equal(address, map.GetOrAdd(RelayUrl.Parse("https://relay.example./"), node));
        Assert.NotEqual(address, map.GetOrAdd(RelayUrl.Parse("https://relay.example/"), node));
        Assert.NotEqual(address, map.GetOrAdd(Relay, NewNode()));
        Assert.True(map.TryFind(address, out var found));
        Assert.Equal((Relay, node), (found.Relay, found.Node));
    }

    [Theory]
    [InlineData("192.0.2.1", false)]
    [InlineData("fd15:70a:510c::1", false)]
    [InlineData("fd15:70a:510b::1", true)]
    [InlineData("fd15:70a:510b:1::77", true)]
    public void Addresses_that_stand_for_nobody_are_not_found(string address, bool isStandIn)
    {
        var end = new DatagramAddress(IPAddress.Parse(address), 12345);
        Assert.Equal(isStandIn, StandInMap.IsStandIn(end));
        Assert.False(new StandInMap(_time, 10, _ => true).TryFind(end, out _));
    }

    [Fact]
    public void Strangers_fill_the_map_to_its_cap_only()
    {
        var map = new StandInMap(_time, 3, _ => true);
        var own = map.GetOrAdd(Relay, NewNode());
        Assert.True(map.TryAdmit(Relay, NewNode(), out var first));
        Assert.True(map.TryAdmit(Relay, NewNode(), out _));
        Assert.False(map.TryAdmit(Relay, NewNode(), out _));
        Assert.True(map.TryFind(own, out _) && map.TryFind(first, out _));
    }

    [Fact]
    public void Strangers_do_not_come_through_a_relay_that_peers_were_dialled_at()
    {
        var map = new StandInMap(_time, 3, relay => relay != Relay);
        var node = NewNode();
        Assert.False(map.TryAdmit(Relay, node, out _));
        Assert.True(map.TryAdmit(RelayUrl.Parse("https://home.example/"), node, out _));
        var dialled = map.GetOrAdd(Relay, node);
        Assert.True(map.TryAdmit(Relay, node, out var address));
        Assert.Equal(dialled, address);
    }

    [Fact]
    public void Those_that_were_silent_for_longest_make_room()
    {
        var map = new StandInMap(_time, 3, _ => true);
        var silent = map.GetOrAdd(Relay, NewNode());
        var used = map.GetOrAdd(Relay, NewNode());
        Assert.True(map.TryAdmit(Relay, NewNode(), out _));
        _time.Advance(QuicLimits.IdleTimeout);
        Assert.True(map.TryFind(used, out _, isTraffic: true));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(map.TryAdmit(Relay, NewNode(), out _));
        Assert.False(map.TryFind(silent, out _));
        Assert.True(map.TryFind(used, out _));
    }

    [Fact]
    public void A_full_map_takes_whom_this_side_wants_to_reach()
    {
        var map = new StandInMap(_time, 1, _ => true);
        Assert.True(map.TryAdmit(Relay, NewNode(), out var stranger));
        Assert.True(map.TryFind(map.GetOrAdd(Relay, NewNode()), out _));
        Assert.True(map.TryFind(stranger, out _));
    }

    private static NodeId NewNode() => new(RandomNumberGenerator.GetBytes(NodeId.Size));
}
