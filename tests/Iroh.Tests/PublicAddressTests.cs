using System.Net;
using SoundTime.Iroh.Addresses;

namespace SoundTime.Iroh.Tests;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("9.9.9.9", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("::ffff:9.9.9.9", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("224.0.0.251", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("64:ff9b::9.9.9.9", true)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    public void Addresses_that_routers_pass_on_are_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));
}
