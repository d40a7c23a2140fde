using System.Text;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;

namespace SoundTime.Iroh.Tests.Lookup;

public sealed class SignedPacketTests
{
    // Iroh sheet, section 11.
    private const ulong Timestamp = 1_700_000_000_000_000;
    private const string Text = "relay=https://use1-1.relay.n0.iroh.link./";
    private const string Message =
        "000080000000000100000000055f69726f68343870696e787867717334316e346169646964656e773561707170317572666d7a647a7472386a74346162726b646e34333565776f0000100001"
        + "0000001e002a2972656c61793d68747470733a2f2f757365312d312e72656c61792e6e302e69726f682e6c696e6b2e2f";

    private const string Payload =
        "f164f550f948196e3ef0ce3e8fa88c84059d26197aa5e048100c4615f77e2245b806623cb852325b208b11aa4da53a11c8bd014c717cb739b72e50540d93710100060a24181e4000" + Message;

    private static readonly SecretKey Key = new(new byte[32]);
    private static readonly DnsName Name = DnsName.Parse("_iroh.8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo");

    [Fact]
    public void The_packet_of_the_sheet_is_written_and_read()
    {
        var packet = Sign(Timestamp, Text);
        Assert.Equal(Payload, Convert.ToHexStringLower(packet.Payload.Span));

        var payload = SignedPacket.ReadPayload(Key.NodeId, Convert.FromHexString(Payload));
        var whole = SignedPacket.Read(packet.Bytes.Span);
        foreach (var read in new[] { payload, whole })
        {
            Assert.Equal((Key.NodeId, Timestamp, Message), (read.Signer, read.Timestamp, Convert.ToHexStringLower(read.Message.Span)));
            var record = Assert.IsType<DnsTextRecord>(Assert.Single(read.Records.Answers));
            Assert.Equal((Name, DnsClass.Internet, 30u, Text), (record.Name, record.Class, record.TimeToLive, record.Concatenate()));
            Assert.Equal(packet.Bytes, read.Bytes.ToArray());
        }
    }

    [Fact]
    public void A_packet_of_which_any_bit_was_changed_is_refused()
    {
        var packet = Sign(Timestamp, Text).Bytes.ToArray();
        for (var i = 0; i < packet.Length; i++)
        {
            packet[i] ^= 0x10;
            Assert.Equal(SignedPacketFailure.WrongSignature, FailureOf(() => SignedPacket.Read(packet)));
            packet[i] ^= 0x10;
        }
    }

    [Fact]
    public void A_packet_of_another_key_is_refused() => Assert.Equal(
        SignedPacketFailure.WrongSignature, FailureOf(() => SignedPacket.ReadPayload(SecretKey.Generate().NodeId, Sign(Timestamp, Text).Payload.Span)));

    [Theory]
    [InlineData(0, SignedPacketFailure.TooShort)]
    [InlineData(31, SignedPacketFailure.TooShort)]
    [InlineData(103, SignedPacketFailure.TooShort)]
    [InlineData(104, SignedPacketFailure.WrongSignature)]
    [InlineData(1104, SignedPacketFailure.WrongSignature)]
    [InlineData(1105, SignedPacketFailure.TooLong)]
    public void Lengths_are_checked_before_the_signature(int length, SignedPacketFailure failure) =>
        Assert.Equal(failure, FailureOf(() => SignedPacket.Read(new byte[length])));

    [Fact]
    public void Records_fill_a_packet_to_its_limit_and_not_beyond()
    {
        // 12 bytes of the header, and 71 of each record besides its text.
        string[] texts = [.. Enumerable.Repeat(new string('a', ((SignedPacket.MaxMessage - 12) / 4) - 71), 4)];
        var fitting = Records(texts);
        Assert.Equal(SignedPacket.MaxMessage, fitting.Length);
        Assert.Equal(SignedPacket.MaxSize, SignedPacket.Read(SignedPacket.Sign(Key, 1, fitting).Bytes.Span).Bytes.Length);
        Assert.Throws<ArgumentException>(() => SignedPacket.Sign(Key, 1, Records([.. texts[1..], texts[0] + 'a'])));
    }

    [Fact]
    public void Signed_bytes_that_are_no_records_are_refused()
    {
        // One question, whose name points to itself.
        var loop = Convert.FromHexString("000080000001000000000000c00c00100001");
        var signature = Key.Sign([.. Encoding.ASCII.GetBytes($"3:seqi1e1:v{loop.Length}:"), .. loop]);
        byte[] payload = [.. signature, 0, 0, 0, 0, 0, 0, 0, 1, .. loop];
        Assert.Equal(SignedPacketFailure.MalformedRecords, FailureOf(() => SignedPacket.ReadPayload(Key.NodeId, payload)));
    }

    [Fact]
    public void Later_packets_replace_earlier_ones_and_at_the_same_time_larger_bytes_do()
    {
        var packets = new[] { Sign(1, "b"), Sign(2, "a"), Sign(2, "b"), Sign(ulong.MaxValue, "a") };
        for (var i = 0; i < packets.Length; i++)
        {
            for (var k = 0; k < packets.Length; k++)
            {
                Assert.Equal(i > k, packets[i].IsNewerThan(packets[k]));
            }
        }
    }

    [Fact]
    public void Times_of_packets_beyond_the_calendar_are_its_end()
    {
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero), Sign(Timestamp).SignedAt);
        Assert.Equal(DateTimeOffset.MaxValue, Sign(ulong.MaxValue).SignedAt);
    }

    private static SignedPacket Sign(ulong timestamp, params string[] texts) => SignedPacket.Sign(Key, timestamp, Records(texts));

    private static DnsMessage Records(params string[] texts) => new()
    {
        Flags = DnsFlags.Response,
        Answers = [.. texts.Select(text => new DnsTextRecord(Name, DnsClass.Internet, 30, text))],
    };

    private static SignedPacketFailure FailureOf(Func<SignedPacket> read) => Assert.Throws<SignedPacketException>(read).Reason;
}
