using System.Net;
using SoundTime.Iroh.Tickets;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests;

public sealed class EndpointTicketTests
{
    private const string Id = "ae58ff8833241ac82d6ff7611046ed67b5072d142c588d0063e942d9a75502b6";
    private const string Start = "00" + Id;
    private const string Relay = "0010687474703a2f2f646572702e6d652e2f";
    private const string Host = "01007f0000018008";

    private static readonly NodeAddress Address = new(NodeId.Parse(Id), [new NodeHost("127.0.0.1", 1024)], [RelayUrl.Parse("http://derp.me./")]);

    [Fact]
    public void A_ticket_is_what_iroh_writes() => Assert.Equal(Ticket($"{Start}02{Relay}{Host}"), EndpointTicket.Format(Address));

    [Fact]
    public void A_ticket_names_id_relays_and_hosts() => AssertSame(Address, EndpointTicket.Parse(Ticket($"{Start}02{Relay}{Host}")));

    [Fact]
    public void A_ticket_of_an_older_node_is_read() => AssertSame(Address, EndpointTicket.Parse(Ticket($"{Start}01{Relay[2..]}01{Host[2..]}", EndpointTicket.OldPrefix)));

    [Fact]
    public void A_ticket_of_an_older_node_without_relay_is_read() =>
        AssertSame(Address with { Relays = [] }, EndpointTicket.Parse(Ticket($"{Start}0001{Host[2..]}", EndpointTicket.OldPrefix)));

    [Fact]
    public void Capital_letters_behind_the_first_word_are_read() =>
        AssertSame(Address, EndpointTicket.Parse(EndpointTicket.Prefix + EndpointTicket.Format(Address)[EndpointTicket.Prefix.Length..].ToUpperInvariant()));

    [Fact]
    public void Transports_that_nobody_here_knows_are_passed_over() => AssertSame(Address, EndpointTicket.Parse(Ticket($"{Start}03{Relay}{Host}02010203")));

    [Fact]
    public void A_relay_that_cannot_be_used_is_passed_over() =>
        AssertSame(Address with { Relays = [] }, EndpointTicket.Parse(Ticket($"{Start}020008" + "6674703a2f2f612f" + Host)));

    [Fact]
    public void More_hosts_than_are_tried_are_passed_over() =>
        Assert.Equal(NodeAddress.MaxHosts, EndpointTicket.Parse(Ticket($"{Start}14{string.Concat(Enumerable.Repeat(Host, 20))}")).Hosts.Count);

    [Fact]
    public void Names_of_hosts_are_left_off() =>
        AssertSame(Address, EndpointTicket.Parse(EndpointTicket.Format(Address with { Hosts = [new NodeHost("music.example", 1), .. Address.Hosts] })));

    [Fact]
    public void Places_come_in_irohs_order_whatever_order_they_are_given_in()
    {
        RelayUrl[] relays = [RelayUrl.Parse("https://a.example/"), RelayUrl.Parse("https://b.example/")];
        NodeHost[] hosts = [new("10.0.0.2", 1), new("10.0.0.2", 300), new("192.0.2.1", 1), new("2001:db8::1", 1)];
        Assert.Equal(
            EndpointTicket.Format(new NodeAddress(Address.Id, hosts, relays)),
            EndpointTicket.Format(new NodeAddress(Address.Id, [.. hosts.Reverse()], [.. relays.Reverse()])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("endpoint")]
    [InlineData("ENDPOINTabc")]
    [InlineData("endpoint0189")]
    [InlineData("endpointaaaa")]
    [InlineData(Id)]
    [InlineData(Id + "@10.0.0.1:5")]
    public void What_is_no_ticket_is_refused(string text) => Assert.False(EndpointTicket.TryParse(text, out _));

    [Theory]
    [InlineData("01" + Id + "00")]
    [InlineData(Start)]
    [InlineData(Start + "02" + Relay)]
    [InlineData(Start + "01" + "01027f000001")]
    [InlineData(Start + "01" + "01007f0000")]
    [InlineData(Start + "01" + "00" + "7f61")]
    [InlineData(Start + "01" + "0002c328")]
    [InlineData(Start + "01" + "00ffffffffffffffffff7f")]
    [InlineData(Start + "ffffffffffffffffffffffff")]
    [InlineData(Start + "01" + "01007f000001ffff7f")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000" + "00")]
    public void What_breaks_off_or_contradicts_itself_is_refused(string bytes) => Assert.False(EndpointTicket.TryParse(Ticket(bytes), out _));

    [Fact]
    public void What_is_too_long_is_refused() => Assert.False(EndpointTicket.TryParse(EndpointTicket.Prefix + new string('a', EndpointTicket.MaxLength), out _));

    [Fact]
    public void Whatever_follows_a_first_word_is_read_or_refused()
    {
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            // Half of them begin as tickets do, so that what follows is looked at.
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            var text = Ticket((i % 2 == 0 ? Start : "") + Convert.ToHexString(bytes), i % 3 == 0 ? EndpointTicket.OldPrefix : EndpointTicket.Prefix);
            Assert.True(!EndpointTicket.TryParse(text, out var address) || address.Hosts.Count <= NodeAddress.MaxHosts);
        }
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var ip = new byte[i % 2 == 0 ? 4 : 16];
            random.NextBytes(ip);
            var given = Address with { Hosts = [new NodeHost(new IPAddress(ip).ToString(), random.Next(1, 65_536))] };
            AssertSame(given, EndpointTicket.Parse(EndpointTicket.Format(given)));
        }
    }

    private static string Ticket(string hex, string prefix = EndpointTicket.Prefix)
    {
        var text = new System.Text.StringBuilder(prefix);
        Base32.Append(Convert.FromHexString(hex), text);
        return text.ToString();
    }

    private static void AssertSame(NodeAddress expected, NodeAddress read) => Assert.Equal(expected.ToString(), read.ToString());
}
