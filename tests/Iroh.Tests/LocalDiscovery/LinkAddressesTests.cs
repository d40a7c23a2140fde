using System.Net;
using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.LocalDiscovery;

public sealed class LinkAddressesTests
{
    private static readonly NodeId Id = new(Enumerable.Repeat((byte)1, NodeId.Size).ToArray());

    [Fact]
    public void The_addresses_of_the_link_come_first() =>
        Assert.Equal("192.168.1.5:1 203.0.113.9:1", Announced("203.0.113.9:1,192.168.1.5:1", "192.168.1.5", "fe80::5"));

    [Fact]
    public void An_unspecific_address_stands_for_those_of_the_link() =>
        Assert.Equal("192.168.1.5:1 192.168.1.6:1 [2001:db8::5]:2", Announced("0.0.0.0:1,[::]:2", "192.168.1.5", "192.168.1.6", "fe80::5", "2001:db8::5"));

    [Theory]
    [InlineData("127.0.0.1:1,[::1]:1,[fe80::5]:1,host.example:1,[fd15:70a:510b:1::1]:1,224.0.0.1:1")]
    [InlineData("169.254.7.7:1")]
    public void What_makes_no_sense_to_others_is_left_out(string hosts) => Assert.Equal("", Announced(hosts, "192.168.1.5"));

    [Fact]
    public void An_address_that_a_link_gave_itself_is_named_on_that_link() =>
        Assert.Equal("169.254.7.7:1", Announced("169.254.7.7:1", "169.254.7.7"));

    [Fact]
    public void Loopback_is_named_on_loopback_alone()
    {
        var loopback = new NetworkLink(1, "lo", IsLoopback: true, [IPAddress.Loopback]);
        Assert.Equal([IPEndPoint.Parse("127.0.0.1:1")], LinkAddresses.ToAnnounce(NodeAddress.Parse($"{Id}@127.0.0.1:1"), loopback));
    }

    private static string Announced(string hosts, params string[] link) => string.Join(
        ' ',
        LinkAddresses.ToAnnounce(NodeAddress.Parse($"{Id}@{hosts}"), new NetworkLink(2, "eth0", IsLoopback: false, [.. link.Select(IPAddress.Parse)])));
}
