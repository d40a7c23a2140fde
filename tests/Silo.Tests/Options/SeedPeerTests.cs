using SoundTime.Iroh;
using SoundTime.Iroh.Tickets;
using SoundTime.Silo.Options;
using SoundTime.Silo.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Options;

public sealed class SeedPeerTests
{
    private static readonly string Hex = new('a', 64);
    private static readonly string OtherHex = new('b', 64);
    private static readonly string Base32 = new('a', 52);

    [Fact]
    public void A_comma_separates_peers_when_an_id_follows_and_addresses_of_one_peer_otherwise()
    {
        var peers = SeedPeerList.Split($"{Hex}@a.example:1,b.example:2, 10.0.0.1:3 ,{Base32},{OtherHex}@[::1]:4,");

        Assert.Equal([$"{Hex}@a.example:1,b.example:2,10.0.0.1:3", Base32, $"{OtherHex}@[::1]:4"], peers);
    }

    [Fact]
    public void A_ticket_is_a_peer_of_its_own()
    {
        var ticket = EndpointTicket.Format(NodeAddress.Parse($"{Hex}@10.0.0.1:5,https://relay.example/"));

        Assert.Equal(
            [$"{Hex}@h:1,https://relay.example/", ticket, Base32],
            new Reading("/srv").WithFlag("--seed", $"{Hex}@h:1,https://relay.example/,{ticket},{Base32}").Options().SeedPeers);
    }

    [Fact]
    public void A_ticket_that_was_cut_off_is_an_error_that_says_so() =>
        Assert.Contains(
            "ticket that is not whole",
            new Reading("/srv").WithFlag("--seed", EndpointTicket.Format(new NodeAddress(NodeId.Parse(Hex)))[..^4]).OnlyError(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" , ,")]
    public void A_list_of_nothing_is_empty(string text) => Assert.Empty(SeedPeerList.Split(text));

    [Fact]
    public void An_id_in_capitals_begins_a_peer_of_its_own_so_that_the_error_names_it() =>
        Assert.Equal([Hex, new string('A', 64)], SeedPeerList.Split($"{Hex},{new string('A', 64)}"));

    [Fact]
    public void Repeated_flags_and_commas_add_up() =>
        Assert.Equal(
            [Hex, $"{OtherHex}@h:1,i:2", Base32],
            new Reading("/srv").WithFlag("--seed", $"{Hex},{OtherHex}@h:1,i:2", Base32).Options().SeedPeers);

    [Fact]
    public void Addresses_do_not_carry_over_from_one_flag_to_the_next() =>
        Assert.StartsWith("P2P_SEED_PEERS", new Reading("/srv").WithFlag("--seed", $"{Hex}@h:1", "i:2").OnlyError(), StringComparison.Ordinal);

    [Theory]
    [InlineData("@h")]
    [InlineData("@h:")]
    [InlineData("@h:0")]
    [InlineData("@h:65536")]
    [InlineData("@:1")]
    [InlineData("@::1:2")]
    [InlineData("@[h]:1")]
    [InlineData("@h:1,i")]
    [InlineData("@")]
    [InlineData(",h:1")]
    public void What_follows_an_id_is_hosts_with_ports(string rest) => Assert.Throws<FormatException>(() => PeerAddressFormat.Parse(Hex + rest));

    [Theory]
    [InlineData("")]
    [InlineData("@h:1")]
    [InlineData("@10.0.0.1:1,[::1]:65535,node.example.org:11204")]
    [InlineData("@https://relay.example/,10.0.0.1:1")]
    public void An_id_alone_or_with_places_is_a_peer(string rest) => Assert.Equal(NodeId.Parse(Base32), PeerAddressFormat.Parse(Base32 + rest).Id);

    [Fact]
    public void Peers_are_checked_by_the_parser_that_was_given()
    {
        var result = NodeOptionsReader.Read(new OptionInputs
        {
            Environment = new Dictionary<string, string> { ["P2P_SEED_PEERS"] = Hex },
            WorkingDirectory = "/srv",
            CheckSeedPeer = _ => throw new FormatException("is not liked"),
        });

        Assert.Contains("is not liked", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }
}
