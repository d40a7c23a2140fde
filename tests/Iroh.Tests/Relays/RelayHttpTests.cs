using SoundTime.Iroh.Relays;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>What is asked of a relay's host, and where.</summary>
public sealed class RelayHttpTests
{
    [Theory]
    [InlineData("https://use1-1.relay.n0.iroh.link./", "wss://use1-1.relay.n0.iroh.link/relay", "https://use1-1.relay.n0.iroh.link/ping")]
    [InlineData("https://relay.example:8443/some/path?eu", "wss://relay.example:8443/relay?eu", "https://relay.example:8443/ping")]
    [InlineData("http://relay.example", "ws://relay.example/relay", "http://relay.example/ping")]
    [InlineData("http://[2001:db8::1]:3340/", "ws://[2001:db8::1]:3340/relay", "http://[2001:db8::1]:3340/ping")]
    public void Path_and_host_are_made_of_the_relays_URL(string relay, string webSocket, string ping)
    {
        using var http = new RelayHttp(RelayUrl.Parse(relay), TimeProvider.System, isPublicOnly: false);
        Assert.Equal(webSocket, http.WebSocketUri.AbsoluteUri);
        Assert.Equal(ping, http.PingUri.AbsoluteUri);
    }
}
