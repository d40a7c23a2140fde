using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Lookup;

public sealed class NodeIdTextTests
{
    [Theory]
    [InlineData(0x00, "8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo")]
    [InlineData(0x2a, "df9sse9bp1nuftim3yhxiuk6w6r5hddsskjygpydux7esxjstioo")]
    public void Ids_are_written_and_read_in_z_base_32(byte seed, string text)
    {
        var id = new SecretKey(Enumerable.Repeat(seed, SecretKey.Size).ToArray()).NodeId;
        Assert.Equal(text, NodeIdText.ToZBase32(id));
        Assert.True(NodeIdText.TryParseZBase32(text, out var read));
        Assert.Equal(id, read);
    }

    [Fact]
    public void Ids_are_written_in_base_32()
    {
        var id = new SecretKey(new byte[SecretKey.Size]).NodeId;
        Assert.Equal("hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq", NodeIdText.ToBase32(id));
        Assert.Equal(id, NodeId.Parse(NodeIdText.ToBase32(id)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ew")]
    [InlineData("8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewoo")]
    [InlineData("8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewb")]
    [InlineData("8PINXXGQS41N4AIDIDENW5APQP1URFMZDZTR8JT4ABRKDN435EWO")]
    [InlineData("8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ew\u00f6")]
    public void What_is_no_z_base_32_of_an_id_is_refused(string? text) => Assert.False(NodeIdText.TryParseZBase32(text, out _));
}
