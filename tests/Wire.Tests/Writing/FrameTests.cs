using System.Buffers;
using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Writing;

public class FrameTests
{
    [Fact]
    public void A_ping_takes_ten_bytes() => Assert.Equal("000000062250696e6722", Hex(Ping.Instance));

    [Fact]
    public void A_request_for_the_catalogue_declares_sixteen_bytes() =>
        Assert.Equal("00000010" + "2252657175657374436174616c6f6722", Hex(RequestCatalog.Instance));

    [Fact]
    public void A_request_for_a_track_declares_ninety_bytes()
    {
        var frame = Frame.Encode(new FetchTrack(Samples.Hash)).Span;
        Assert.Equal(90u, Frame.ReadLength(frame));
        Assert.Equal(Frame.HeaderBytes + 90, frame.Length);
    }

    [Fact]
    public void Every_frame_declares_the_bytes_that_follow_and_reads_back()
    {
        Properties.ForAll(Generators.Message, static message =>
        {
            var output = new ArrayBufferWriter<byte>();
            Frame.Write(message, output);
            var body = output.WrittenSpan[Frame.HeaderBytes..];
            Assert.Equal((uint)body.Length, Frame.ReadLength(output.WrittenSpan));
            Assert.Equal(Samples.Write(message), Samples.Write(MessageParser.Parse(body)));
        });
    }

    [Fact]
    public void A_frame_that_no_rust_node_would_read_is_refused()
    {
        var tracks = Enumerable.Repeat(Samples.Track, (int)(WireLimits.MaxMessageBytes / Samples.TrackJson.Length) + 1).ToList();
        var error = Assert.Throws<WireException>(() => Frame.Encode(new CatalogSync(tracks)));
        Assert.Equal(WireError.TooLong, error.Error);
    }

    [Fact]
    public void A_length_is_big_endian()
    {
        var header = new byte[Frame.HeaderBytes];
        Frame.WriteLength(header, 0x01020304);
        Assert.Equal([1, 2, 3, 4], header);
        Assert.Equal(0x01020304u, Frame.ReadLength(header));
    }

    [Fact]
    public void The_protocol_introduces_itself_as_rust_nodes_expect()
    {
        Assert.Equal("soundtime/p2p/1", ProtocolInfo.Alpn);
        Assert.Equal(1ul, ProtocolInfo.BlockedCloseCode);
        Assert.Equal("blocked", ProtocolInfo.BlockedCloseReason);
        Assert.Equal("0.1.0", ProtocolInfo.Version);
    }

    private static string Hex(Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        Frame.Write(message, output);
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
