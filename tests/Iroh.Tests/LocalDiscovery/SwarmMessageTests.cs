using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.LocalDiscovery;

/// <summary>Messages byte by byte, made here from the sheet (section 6) and not by the code under test.</summary>
public sealed class SwarmMessageTests
{
    /// <summary>The key and the label of the sheet's vectors (section 11).</summary>
    private const string Label = "hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq";

    private static readonly NodeId Id = NodeId.Parse("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29");
    private static readonly NetworkLink Link = new(2, "eth0", IsLoopback: false, [IPAddress.Parse("10.0.0.1")]);

    [Fact]
    public void Our_question_is_the_one_of_the_sheet() =>
        Assert.Equal([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Service, 0, 12, 0, 1], SwarmMessage.Question.ToArray());

    [Fact]
    public void Our_answer_is_the_one_of_the_sheet()
    {
        IPEndPoint[] places = [IPEndPoint.Parse("10.0.0.1:5000"), IPEndPoint.Parse("[2001:db8::1]:5001"), IPEndPoint.Parse("10.0.0.2:5000")];
        byte[] expected =
        [
            0, 0, 0x84, 0, 0, 0, 0, 3, 0, 0, 0, 3,
            .. Name(Label), .. Service, 0, 33, 0, 1, 0, 0, 0, 0, 0, 71, 0, 0, 0, 0, 0x13, 0x88, .. Name($"{Label}-5000"), .. Name("local"), 0,
            .. Name(Label), .. Service, 0, 33, 0, 1, 0, 0, 0, 0, 0, 71, 0, 0, 0, 0, 0x13, 0x89, .. Name($"{Label}-5001"), .. Name("local"), 0,
            .. Name(Label), .. Service, 0, 16, 0, 1, 0, 0, 0, 0, 0, 29, .. Name("relay=https://relay.example/"),
            .. Name($"{Label}-5000"), .. Name("local"), 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 1,
            .. Name($"{Label}-5000"), .. Name("local"), 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 2,
            .. Name($"{Label}-5001"), .. Name("local"), 0, 0, 28, 0, 1, 0, 0, 0, 0, 0, 16, .. IPAddress.Parse("2001:db8::1").GetAddressBytes(),
        ];
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(SwarmMessage.WriteAnswer(Id, places, [RelayUrl.Parse("https://relay.example/")])!));
    }

    [Fact]
    public void An_answer_with_compressed_names_and_unknown_keys_is_understood()
    {
        // The first name begins at 12, its last label at 78, the target of the SRV record at 101.
        byte[] bytes =
        [
            0, 0, 0x84, 0, 0, 0, 0, 2, 0, 0, 0, 2,
            .. Name(Label), .. Service, 0, 33, 0, 1, 0, 0, 0, 0, 0, 66, 0, 0, 0, 0, 0x13, 0x88, .. Name($"{Label}-5000"), 0xC0, 78,
            0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 51, .. Name("user-data=hi"), .. Name("relay=https://relay.example/"), .. Name("novalue"), 0,
            0xC0, 101, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 7,
            0xC0, 101, 0, 28, 0, 1, 0, 0, 0, 0, 0, 16, .. IPAddress.Parse("2001:db8::7").GetAddressBytes(),
        ];
        var node = Assert.Single(Read(bytes).Nodes);
        Assert.Equal($"{Id}@10.0.0.7:5000,[2001:db8::7]:5000,https://relay.example/", node.ToString());
    }

    [Theory]
    [InlineData(0x8001, 1, 1, false)]
    [InlineData(1, 0x8001, 1, false)]
    [InlineData(1, 1, 0x8001, false)]
    [InlineData(1, 1, 1, true)]
    public void Only_the_class_of_the_internet_counts_and_a_flag_in_it_does_not(int service, int address, int question, bool isUnderstood)
    {
        byte[] answer =
        [
            0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 1,
            .. Name(Label), .. Service, 0, 33, (byte)(service >> 8), (byte)service, 0, 0, 0, 0, 0, 71, 0, 0, 0, 0, 0x13, 0x88, .. Name($"{Label}-5000"), .. Name("local"), 0,
            .. Name($"{Label}-5000"), .. Name("local"), 0, 0, 1, (byte)(address >> 8), (byte)address, 0, 0, 0, 0, 0, 4, 10, 0, 0, 1,
        ];
        byte[] asked = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Service, 0, 12, (byte)(question >> 8), (byte)question];
        Assert.Equal(isUnderstood, Read(answer).Nodes.Count == 1 && Read(asked).IsQuestion);
    }

    [Fact]
    public void Questions_of_another_type_or_service_are_none()
    {
        Assert.False(Read([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Service, 0, 33, 0, 1]).IsQuestion);
        Assert.False(Read([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Name("_http"), .. Name("_tcp"), .. Name("local"), 0, 0, 12, 0, 1]).IsQuestion);
        Assert.False(Read([0, 0, 0x84, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Service, 0, 12, 0, 1]).IsQuestion);
    }

    [Theory]
    [InlineData("0.0.0.0", 5000)]
    [InlineData("127.0.0.1", 5000)]
    [InlineData("224.0.0.251", 5000)]
    [InlineData("255.255.255.255", 5000)]
    [InlineData("::", 5000)]
    [InlineData("::1", 5000)]
    [InlineData("fe80::1", 5000)]
    [InlineData("ff02::fb", 5000)]
    [InlineData("::ffff:127.0.0.1", 5000)]
    [InlineData("fd15:70a:510b:1::5", 5000)]
    [InlineData("10.0.0.5", 0)]
    public void A_node_at_a_place_that_makes_no_sense_is_not_there(string address, int port) =>
        Assert.Empty(Read(SwarmMessage.WriteAnswer(Id, [new IPEndPoint(IPAddress.Parse(address), port)], [])!).Nodes);

    [Fact]
    public void The_addresses_and_nodes_of_a_message_are_bounded()
    {
        var many = Enumerable.Range(1, 200).Select(i => new IPEndPoint(new IPAddress([10, 0, 1, (byte)i]), 5000)).ToList();
        var answer = SwarmMessage.WriteAnswer(Id, many, [])!;
        Assert.InRange(answer.Length, 1000, LocalDiscoveryLimits.MaxMessage);
        Assert.InRange(Assert.Single(Read(answer).Nodes).Hosts.Count, 10, NodeAddress.MaxHosts);
        Assert.False(SwarmMessage.TryRead([.. answer, .. new byte[LocalDiscoveryLimits.MaxMessage]], Link, out _));
    }

    [Fact]
    public void A_message_that_is_cut_off_or_changed_breaks_nothing()
    {
        var answer = SwarmMessage.WriteAnswer(Id, [IPEndPoint.Parse("10.0.0.1:5000")], [RelayUrl.Parse("https://relay.example/")])!;
        for (var length = 0; length < answer.Length; length++)
        {
            Assert.False(SwarmMessage.TryRead(answer.AsSpan(0, length), Link, out _));
        }

        Prop.ForAll(
            Gen.Choose(0, answer.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value => (At: at, Value: (byte)value))).ArrayOf().ToArbitrary(),
            changes =>
            {
                var changed = answer.ToArray();
                Array.ForEach(changes, change => changed[change.At] = change.Value);
                if (SwarmMessage.TryRead(changed, Link, out var message))
                {
                    Assert.InRange(message.Nodes.Count, 0, LocalDiscoveryLimits.MaxNodesPerMessage);
                }
            }).QuickCheckThrowOnFailure();
    }

    private static byte[] Service => [.. Name("_irohv1"), .. Name("_udp"), .. Name("local"), 0];

    /// <summary>A label of a name, and as well a string of a TXT record: its length and its bytes.</summary>
    private static byte[] Name(string label) => [(byte)label.Length, .. Encoding.ASCII.GetBytes(label)];

    private static SwarmMessage Read(byte[] bytes)
    {
        Assert.True(SwarmMessage.TryRead(bytes, Link, out var message));
        return message;
    }
}
