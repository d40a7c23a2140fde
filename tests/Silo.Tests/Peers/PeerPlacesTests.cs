using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

public sealed class PeerPlacesTests
{
    private static readonly NodeId Id = NodeId.Parse(new string('a', 64));

    [Fact]
    public void Hosts_and_relays_are_kept_and_read_again()
    {
        var address = NodeAddress.Parse($"{Id}@192.0.2.1:5,[2001:db8::1]:6,https://relay.example/");

        Assert.Equal(address.ToString(), PeerPlaces.Read(Id, PeerPlaces.Write(address)).ToString());
    }

    [Fact]
    public void The_relays_of_a_peer_with_many_hosts_are_kept()
    {
        var hosts = Enumerable.Range(1, NodeAddress.MaxHosts).Select(port => new NodeHost("192.0.2.1", port));

        var places = PeerPlaces.Write(new NodeAddress(Id, [.. hosts], [RelayUrl.Parse("https://relay.example/")]));

        Assert.Equal(PeerRecord.MaxHosts, places.Count);
        Assert.Equal("https://relay.example/", places[0]);
    }

    [Fact]
    public void What_is_neither_host_nor_relay_is_passed_over() =>
        Assert.Equal("192.0.2.1:5", Assert.Single(PeerPlaces.Read(Id, ["nonsense", "192.0.2.1:5", "192.0.2.1:5"]).Hosts).ToString());
}
