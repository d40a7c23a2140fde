using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Relays;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>Frames and the handshake, byte for byte (iroh sheet, section 11).</summary>
public sealed class RelayProtocolTests
{
    private const string Auth = "01197f6b23e16c8532c6abc838facd5ea789be0c76b2920334039bfa8b3d368d6140a28b5ebc6a930b5d80ad5aca2a8e48ad4a064e699c0866674c8b8e61a5f4ea940ee8b9f06732930250ac0735555abe77e8df740165edc3163be432f0e4f3cf0f";

    private static readonly SecretKey Key = new(Enumerable.Repeat((byte)0x2a, 32).ToArray());
    private static readonly byte[] Challenge = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
    private static readonly byte[] Greeting = "Hello World!"u8.ToArray();

    [Fact]
    public void A_challenge_is_answered_as_iroh_answers_it()
    {
        Assert.Equal("b7b16e505d2cb5dbaf494800092c3b05a6c45d8d3fd4f1b888c6a77240b876c0", Convert.ToHexStringLower(RelayProtocol.DeriveChallengeMessage(Challenge)));
        Assert.Equal(Auth, Convert.ToHexStringLower(RelayProtocol.WriteClientAuth(Key, Challenge)));
    }

    [Fact]
    public void The_answer_to_a_challenge_tells_who_the_client_is()
    {
        Assert.True(RelayProtocol.TryVerifyClientAuth(Convert.FromHexString(Auth), Challenge, out var client));
        Assert.Equal(Key.NodeId, client);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(97)]
    public void An_answer_that_is_wrong_in_any_part_is_refused(int position)
    {
        var frame = Convert.FromHexString(Auth);
        frame[position] ^= 1;
        Assert.False(RelayProtocol.TryVerifyClientAuth(frame, Challenge, out _));
        Assert.False(RelayProtocol.TryVerifyClientAuth(Convert.FromHexString(Auth), new byte[16], out _));
        Assert.False(RelayProtocol.TryVerifyClientAuth(Convert.FromHexString(Auth).AsSpan(1), Challenge, out _));
    }

    [Theory]
    [InlineData(RelayFrameType.ClientToRelayDatagram, 0, "04{key}00")]
    [InlineData(RelayFrameType.ClientToRelayDatagramBatch, 6, "05{key}000006")]
    [InlineData(RelayFrameType.RelayToClientDatagram, 0, "06{key}00")]
    [InlineData(RelayFrameType.RelayToClientDatagramBatch, 6, "07{key}000006")]
    public void The_bytes_before_datagrams_name_the_node(RelayFrameType type, ushort segmentSize, string expected)
    {
        var frame = new byte[RelayProtocol.BatchHeader];
        var length = RelayProtocol.WriteDatagramHeader(frame, type, Key.NodeId, segmentSize);
        Assert.Equal(expected.Replace("{key}", Key.NodeId.ToString(), StringComparison.Ordinal), Convert.ToHexStringLower(frame.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("06", "03", 12)]
    [InlineData("07", "030006", 6)]
    [InlineData("07", "030000", 12)]
    [InlineData("07", "03ffff", 12)]
    public void Datagrams_are_read_with_any_ECN_and_any_segment_size(string type, string rest, int segmentSize)
    {
        var frame = Convert.FromHexString($"{type}{Key.NodeId}{rest}{Convert.ToHexString(Greeting)}");
        Assert.True(RelayProtocol.TryReadDatagrams(frame, out var node, out var segment, out var contents));
        Assert.Equal(Key.NodeId, node);
        Assert.Equal(segmentSize, segment);
        Assert.Equal(Greeting, contents.ToArray());
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(6, RelayProtocol.DatagramHeader)]
    [InlineData(7, RelayProtocol.BatchHeader)]
    [InlineData(7, RelayProtocol.MaxFrame + 1)]
    public void Frames_without_a_datagram_or_beyond_the_cap_are_refused(byte type, int length)
    {
        var frame = new byte[length];
        frame.AsSpan(0, Math.Min(1, length)).Fill(type);
        Assert.False(RelayProtocol.TryReadDatagrams(frame, out _, out _, out _));
    }

    [Fact]
    public void A_restart_says_when_to_come_back_and_no_later_than_a_minute()
    {
        Assert.True(RelayRestart.TryRead(Convert.FromHexString("0c0000000a00000014"), out var restart));
        Assert.Equal(new RelayRestart(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20)), restart);
        Assert.True(RelayRestart.TryRead(Convert.FromHexString("0cffffffffffffffff"), out var endless));
        Assert.Equal(new RelayRestart(RelayLimits.MaxRestart, RelayLimits.MaxRestart), endless);
        Assert.False(RelayRestart.TryRead(Convert.FromHexString("0c0000000a"), out _));
    }
}
