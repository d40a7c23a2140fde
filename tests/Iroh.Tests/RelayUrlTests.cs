using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests;

public sealed class RelayUrlTests
{
    [Theory]
    [InlineData("https://use1-1.relay.n0.iroh.link.", "https://use1-1.relay.n0.iroh.link./")]
    [InlineData("https://use1-1.relay.n0.iroh.link./", "https://use1-1.relay.n0.iroh.link./")]
    [InlineData("HTTPS://Relay.Example", "https://relay.example/")]
    [InlineData("http://127.0.0.1:3340", "http://127.0.0.1:3340/")]
    [InlineData("http://[::1]:3340/", "http://[::1]:3340/")]
    public void A_url_is_its_serialized_text(string written, string serialized) => Assert.Equal(serialized, RelayUrl.Parse(written).Text);

    [Theory]
    [InlineData("")]
    [InlineData("relay.example")]
    [InlineData("ftp://relay.example/")]
    [InlineData("https://user:word@relay.example/")]
    [InlineData("https://relay.example/#a")]
    [InlineData("https://relay.example/?a=b")]
    [InlineData("https://relay.example/a,b")]
    public void What_is_no_url_of_a_relay_is_refused(string text) => Assert.False(RelayUrl.TryParse(text, out _));

    [Fact]
    public void A_url_that_fits_no_record_is_refused() => Assert.False(RelayUrl.TryParse($"https://relay.example/{new string('a', RelayUrl.MaxLength)}", out _));

    [Fact]
    public void A_token_is_not_shown() => Assert.DoesNotContain("secret", new RelayServer(RelayUrl.Parse("https://relay.example"), "secret").ToString(), StringComparison.Ordinal);

    [Fact]
    public void An_address_names_hosts_and_relays()
    {
        const string Text = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29@192.0.2.1:5,[2001:db8::1]:6,https://relay.example/";
        var address = NodeAddress.Parse(Text);
        Assert.Equal((2, "https://relay.example/"), (address.Hosts.Count, Assert.Single(address.Relays).Text));
        Assert.Equal(Text, address.ToString());
    }

    [Fact]
    public void A_signature_is_of_one_key_and_one_message()
    {
        // RFC 8032, section 7.1, test 3.
        var key = new SecretKey(Convert.FromHexString("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
        var signature = key.Sign([0xaf, 0x82]);
        Assert.Equal(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            Convert.ToHexStringLower(signature));
        Assert.True(Signature.Verify(key.NodeId, [0xaf, 0x82], signature));
        Assert.False(Signature.Verify(key.NodeId, [0xaf, 0x83], signature));
        Assert.False(Signature.Verify(SecretKey.Generate().NodeId, [0xaf, 0x82], signature));
        Assert.False(Signature.Verify(key.NodeId, [0xaf, 0x82], signature.AsSpan(1)));
        Assert.False(Signature.Verify(new NodeId(Enumerable.Repeat((byte)0xff, 32).ToArray()), [0xaf, 0x82], signature));
    }
}
