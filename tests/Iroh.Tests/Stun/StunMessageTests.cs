using System.Net;
using FsCheck;
using FsCheck.Fluent;
using SoundTime.Iroh.Stun;

namespace SoundTime.Iroh.Tests.Stun;

public sealed class StunMessageTests
{
    /// <summary>The samples of RFC 5769, sections 2.2 and 2.3, which carry a name, a signature and a checksum besides.</summary>
    private const string SampleIPv4 =
        "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220" +
        "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";

    private const string SampleIPv6 =
        "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220" +
        "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c";

    private const string SampleId = "b7e7a701bc34d686fa87dfae";

    private static readonly StunTransactionId Id = new(Convert.FromHexString(SampleId));

    [Theory]
    [InlineData(SampleIPv4, "192.0.2.1:32853")]
    [InlineData(SampleIPv6, "[2001:db8:1234:5678:11:2233:4455:6677]:32853")]
    public void The_samples_of_the_standard_are_read(string sample, string expected)
    {
        Assert.True(StunMessage.TryReadResponse(Convert.FromHexString(sample), out var id, out var observed));
        Assert.Equal((SampleId, expected), (id.ToString(), observed.ToString()));
    }

    [Theory]
    [InlineData("192.0.2.1:32853", "0101000c2112a442" + SampleId + "002000080001a147e112a643")]
    [InlineData("[::ffff:192.0.2.1]:32853", "0101000c2112a442" + SampleId + "002000080001a147e112a643")]
    [InlineData("[2001:db8:1234:5678:11:2233:4455:6677]:32853", "010100182112a442" + SampleId + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9")]
    public void An_answer_names_the_address_as_the_standard_has_it(string observed, string expected)
    {
        var bytes = new byte[StunMessage.MaxResponseLength];
        var length = StunMessage.WriteResponse(Id, IPEndPoint.Parse(observed), bytes);
        Assert.Equal(expected, Convert.ToHexStringLower(bytes, 0, length));
    }

    [Fact]
    public void A_request_is_a_header_and_is_read_again()
    {
        var bytes = new byte[StunMessage.RequestLength];
        Assert.Equal(bytes.Length, StunMessage.WriteRequest(Id, bytes));
        Assert.Equal("000100002112a442" + SampleId, Convert.ToHexStringLower(bytes));
        Assert.True(StunMessage.TryReadRequest(bytes, out var id));
        Assert.Equal(Id, id);
        Assert.False(StunMessage.TryReadResponse(bytes, out _, out _));
        Assert.False(StunMessage.TryReadRequest(Convert.FromHexString(SampleIPv4), out _));
    }

    [Theory]
    [InlineData("0101000c2112a443" + SampleId + "002000080001a147e112a643")]
    [InlineData("0101000c2112a442" + SampleId + "002000080001a147e112a64300")]
    [InlineData("0101000b2112a442" + SampleId + "002000080001a147e112a6")]
    [InlineData("010100082112a442" + SampleId + "002000080001a147e112a643")]
    [InlineData("c101000c2112a442" + SampleId + "002000080001a147e112a643")]
    [InlineData("0111000c2112a442" + SampleId + "002000080001a147e112a643")]
    [InlineData("010100002112a442" + SampleId)]
    [InlineData("010100042112a442" + SampleId + "00200000")]
    [InlineData("0101000c2112a442" + SampleId + "002000090001a147e112a643")]
    [InlineData("0101000c2112a442" + SampleId + "0020ffff0001a147e112a643")]
    [InlineData("0101000c2112a442" + SampleId + "002000070001a147e112a643")]
    [InlineData("0101000c2112a442" + SampleId + "002000080002a147e112a643")]
    [InlineData("0101000c2112a442" + SampleId + "002000080003a147e112a643")]
    [InlineData("0101000c2112a442" + SampleId + "0020000800012112e112a643")]
    [InlineData("010100102112a442" + SampleId + "7fff0000002000080001a147e112a643")]
    public void What_is_no_answer_or_is_malformed_is_not_read(string bytes) =>
        Assert.False(StunMessage.TryReadResponse(Convert.FromHexString(bytes), out _, out _));

    [Fact]
    public void Packets_of_QUIC_are_no_STUN()
    {
        Assert.False(StunMessage.IsStun([]));
        Assert.False(StunMessage.IsStun(new byte[1200]));
        var bytes = Convert.FromHexString(SampleIPv4);
        foreach (var first in new byte[] { 0x40, 0x7f, 0x80, 0xc0, 0xff })
        {
            bytes[0] = first;
            Assert.False(StunMessage.IsStun(bytes));
        }
    }

    [Fact]
    public void Nothing_that_is_cut_off_or_changed_breaks_the_reader()
    {
        var sample = Convert.FromHexString(SampleIPv6);
        for (var length = 0; length < sample.Length; length++)
        {
            Assert.False(StunMessage.TryReadResponse(sample.AsSpan(0, length), out _, out _));
        }

        Prop.ForAll(
            Gen.Choose(0, sample.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value => (At: at, Value: (byte)value))).ArrayOf().ToArbitrary(),
            changes =>
            {
                var changed = sample.ToArray();
                Array.ForEach(changes, change => changed[change.At] = change.Value);
                if (StunMessage.TryReadResponse(changed, out _, out var observed))
                {
                    Assert.InRange(observed.Port, 1, IPEndPoint.MaxPort);
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_address_that_is_written_is_read_again() =>
        Prop.ForAll(
            Gen.Choose(1, IPEndPoint.MaxPort).SelectMany(port => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(16).Select(bytes => (Port: port, Bytes: bytes))).ToArbitrary(),
            sample =>
            {
                var bytes = new byte[StunMessage.MaxResponseLength];
                foreach (var address in new[] { new IPAddress(sample.Bytes), new IPAddress(sample.Bytes[..4]) })
                {
                    var observed = new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, sample.Port);
                    var id = StunTransactionId.Generate();
                    var length = StunMessage.WriteResponse(id, observed, bytes);
                    Assert.True(StunMessage.TryReadResponse(bytes.AsSpan(0, length), out var readId, out var read));
                    Assert.Equal((id, observed), (readId, read));
                }
            }).QuickCheckThrowOnFailure();
}
