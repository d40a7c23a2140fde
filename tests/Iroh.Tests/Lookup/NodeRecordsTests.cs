using System.Net;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Lookup;

public sealed class NodeRecordsTests
{
    private static readonly NodeId Node = new SecretKey(new byte[32]).NodeId;
    private static readonly DnsName Name = DnsName.Parse("_iroh.8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo");

    [Fact]
    public void An_address_is_one_record_for_each_place_the_relay_first()
    {
        var message = NodeRecords.Write(NodeAddress.Parse($"{Node}@192.0.2.1:7,[2001:db8::1]:8,https://relay.example"));
        Assert.Equal((0, DnsFlags.Response, DnsResponseCode.NoError), (message.Id, message.Flags, message.ResponseCode));
        Assert.All(message.Answers, record => Assert.Equal((Name, DnsType.Txt, DnsClass.Internet, 30u), (record.Name, record.Type, record.Class, record.TimeToLive)));
        Assert.Equal(
            ["relay=https://relay.example/", "addr=192.0.2.1:7", "addr=[2001:db8::1]:8"],
            message.Answers.Cast<DnsTextRecord>().Select(record => Assert.Single(record.Texts)));
        Assert.Empty(message.Questions.Cast<object>().Concat(message.Authorities).Concat(message.Additionals));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var address = NodeAddress.Parse($"{Node}@192.0.2.1:7,[2001:db8::1]:8,https://relay.example");
        var read = NodeRecords.Read(Node, Name, NodeRecords.Write(address).Answers);
        Assert.Equal(address.ToString(), read.ToString());
    }

    [Fact]
    public void Places_that_mean_nothing_elsewhere_are_not_written() => Assert.Empty(NodeRecords.Write(
        new NodeAddress(Node, [new("example.org", 1), new("fe80::1%1", 2), new("0.0.0.0", 3), new("::", 4), new("224.0.0.251", 5), new("ff02::fb", 6)])).Answers);

    [Fact]
    public void As_many_addresses_are_written_as_fit_a_packet_and_the_relay_always()
    {
        var hosts = Enumerable.Range(1, NodeAddress.MaxHosts).Select(port => new NodeHost("2001:db8:1111:2222:3333:4444:5555:6666", port)).ToList();
        var relay = RelayUrl.Parse($"https://{new string('a', 60)}.{new string('b', 60)}.{new string('c', 60)}.example/");
        var message = NodeRecords.Write(new NodeAddress(Node, hosts, [relay]));
        Assert.InRange(message.Length, SignedPacket.MaxMessage - 120, SignedPacket.MaxMessage);
        var read = NodeRecords.Read(Node, Name, message.Answers);
        Assert.Equal(relay, Assert.Single(read.Relays));
        Assert.Equal(hosts[..read.Hosts.Count], read.Hosts);
        Assert.InRange(read.Hosts.Count, 5, NodeAddress.MaxHosts - 1);
    }

    [Fact]
    public void Unknown_keys_and_values_that_name_no_place_are_skipped()
    {
        string[] texts =
        [
            "relay=https://relay.example/", "color=blue", "addr", "", "=", "addr=", "addr=192.0.2.1", "addr=192.0.2.1:0", "addr=192.0.2.1:65536", "addr=example.org:1",
            "addr=0.0.0.0:1", "addr=239.1.2.3:1", "addr=[ff02::1]:1", "addr=[fe80::1%1]:1", "addr=192.0.2.1:1 192.0.2.2:2", "addr=abc_def", "relay=ftp://relay.example/",
            "relay=https://relay.example/?a=b", "relay=", "user-data=hello", "ADDR=192.0.2.7:7", "addr=192.0.2.9:9", "addr=[::ffff:192.0.2.9]:9",
        ];
        Assert.Equal($"{Node}@192.0.2.9:9,https://relay.example/", Read(texts.Select(text => Record(text))).ToString());
    }

    [Fact]
    public void A_text_in_several_strings_is_one() =>
        Assert.Equal($"{Node}@192.0.2.9:9", Read([new DnsTextRecord(Name, DnsClass.Internet, 30, "add", "r=192.0", ".2.9:9")]).ToString());

    [Fact]
    public void Records_of_other_names_types_and_classes_are_ignored()
    {
        const string Text = "addr=192.0.2.1:1";
        var other = NodeRecords.NameOf(SecretKey.Generate().NodeId);
        Assert.True(Read(
        [
            new DnsTextRecord(other, DnsClass.Internet, 30, Text),
            new DnsTextRecord(Name.Parent, DnsClass.Internet, 30, Text),
            new DnsTextRecord(DnsName.Parse($"{Name}example"), DnsClass.Internet, 30, Text),
            new DnsTextRecord(Name, 3, 30, Text),
            new DnsAddressRecord(Name, DnsClass.Internet, 30, IPAddress.Loopback),
        ]).IsEmpty);
    }

    [Fact]
    public void No_more_places_are_read_than_an_address_may_have()
    {
        var read = Read(Enumerable.Range(1, 100).SelectMany(port => new[] { Record($"addr=192.0.2.1:{port}"), Record($"relay=https://relay.example:{port}/") }));
        Assert.Equal((NodeAddress.MaxHosts, NodeAddress.MaxRelays), (read.Hosts.Count, read.Relays.Count));
    }

    [Fact]
    public void A_name_lies_under_its_origin()
    {
        Assert.Equal(DnsName.Parse("_iroh.8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo.dns.iroh.link"), NodeRecords.NameOf(Node, LookupDefaults.Origin));
        var label = new string('a', 63);
        Assert.Throws<FormatException>(() => NodeRecords.NameOf(Node, DnsName.Parse($"{label}.{label}.{label}.aaa")));
    }

    private static NodeAddress Read(IEnumerable<DnsRecord> records) => NodeRecords.Read(Node, Name, records);

    private static DnsTextRecord Record(string text) => new(Name, DnsClass.Internet, 30, text);
}
