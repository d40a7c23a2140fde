using FsCheck.Fluent;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Ids;

public class NodeIdTests
{
    private const string Label = "hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq";

    [Fact]
    public void The_key_of_seed_zero_reads_the_same_from_hex_and_from_its_mdns_label()
    {
        Assert.Equal(NodeId.Parse(Samples.Node), NodeId.Parse(Label));
        Assert.Equal(Samples.Node, NodeId.Parse(Label).ToString());
        Assert.Equal(Samples.Node[..10], NodeId.Parse(Label).ShortText);
    }

    [Fact]
    public void Base32_is_read_in_either_case() =>
        Assert.Equal(NodeId.Parse(Label), NodeId.Parse(Label.ToUpperInvariant()));

    [Fact]
    public void Base32_whose_unused_bits_are_set_is_refused()
    {
        // The last character carries one bit of the key and four unused ones: q is 10000.
        foreach (var tail in "rstuvwxyz234567bcdefghijklmnop")
        {
            Assert.False(NodeId.TryParse(Label[..^1] + tail, out _), $"tail {tail}");
        }

        Assert.True(NodeId.TryParse(Label[..^1] + 'a', out _));
    }

    [Theory]
    [InlineData("3B6A27BCCEB6A42D62A3A8D02A6F0D73653215771DE243A63AC048A18B59DA29")]
    [InlineData("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59dA29")]
    [InlineData("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da2g")]
    [InlineData("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da2")]
    [InlineData("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29 ")]
    [InlineData("hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iu1")]
    [InlineData("hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq====")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_text_is_no_id(string? text)
    {
        Assert.False(NodeId.TryParse(text, out var id));
        Assert.True(id.IsEmpty);
        Assert.Throws<FormatException>(() => NodeId.Parse(text ?? ""));
    }

    [Fact]
    public void Ids_are_ordered_as_their_hex_forms()
    {
        Properties.ForAll(Generators.Id.Two(), static pair =>
            Assert.Equal(
                Math.Sign(string.CompareOrdinal(pair.Item1, pair.Item2)),
                Math.Sign(NodeId.Parse(pair.Item1).CompareTo(NodeId.Parse(pair.Item2)))));
        var id = Convert.FromHexString(Samples.Node);
        for (var index = 0; index < NodeId.Size; index++)
        {
            var higher = id.ToArray();
            higher[index]++;
            Assert.True(new NodeId(id) < new NodeId(higher));
            Assert.True(new NodeId(higher) >= new NodeId(id));
            Assert.False(new NodeId(id) == new NodeId(higher));
        }
    }

    [Fact]
    public void The_bytes_come_out_as_they_went_in()
    {
        var bytes = Convert.FromHexString(Samples.Node);
        var id = new NodeId(bytes);
        var copy = new byte[NodeId.Size];
        id.CopyTo(copy);
        Assert.Equal(bytes, copy);
        Assert.Equal(bytes, id.ToArray());
        Assert.Equal(id.GetHashCode(), new NodeId(bytes).GetHashCode());
        Assert.False(id.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused(int length) =>
        Assert.Throws<ArgumentException>(() => new NodeId(new byte[length]));
}
