namespace SoundTime.Iroh.Tests;

public sealed class NodeAddressTests
{
    private const string Id = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";

    [Theory]
    [InlineData(Id, 0)]
    [InlineData($"{Id}@127.0.0.1:11204", 1)]
    [InlineData($"{Id}@music.example:11204,192.0.2.1:1,[2001:db8::1]:65535", 3)]
    public void An_address_is_read_and_written_alike(string text, int hosts)
    {
        var address = NodeAddress.Parse(text);
        Assert.Equal(Id, address.Id.ToString());
        Assert.Equal(hosts, address.Hosts.Count);
        Assert.Equal(text, address.ToString());
    }

    [Fact]
    public void Base32_ids_and_blanks_are_read() =>
        Assert.Equal($"{Id}@a.example:5", NodeAddress.Parse("hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq@ a.example:5").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData($"{Id}@")]
    [InlineData($"{Id}@host")]
    [InlineData($"{Id}@host:0")]
    [InlineData($"{Id}@host:65536")]
    [InlineData($"{Id}@host:-1")]
    [InlineData($"{Id}@host:1,")]
    [InlineData($"{Id}@:1")]
    [InlineData($"{Id}@2001:db8::1:5")]
    [InlineData($"{Id}@[127.0.0.1]:5")]
    [InlineData($"{Id}@[]:5")]
    [InlineData($"{Id}@a b:5")]
    [InlineData($"{Id}@host:1@host:2")]
    public void What_is_no_address_is_refused(string text) => Assert.False(NodeAddress.TryParse(text, out _));

    [Fact]
    public void More_places_than_the_cap_are_refused()
    {
        Assert.True(NodeAddress.TryParse($"{Id}@{string.Join(',', Enumerable.Repeat("h:1", NodeAddress.MaxHosts))}", out _));
        Assert.False(NodeAddress.TryParse($"{Id}@{string.Join(',', Enumerable.Repeat("h:1", NodeAddress.MaxHosts + 1))}", out _));
        Assert.False(NodeAddress.TryParse($"{Id}@{new string('h', NodeAddress.MaxLength)}:1", out _));
    }
}
