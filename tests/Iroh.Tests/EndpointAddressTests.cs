using System.Net;
using SoundTime.Iroh.Addresses;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests;

/// <summary>What an endpoint says about where it may be reached.</summary>
public sealed class EndpointAddressTests
{
    private static readonly RelayUrl Relay = RelayUrl.Parse("https://relay.test/");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_names_external_hosts_what_others_see_what_is_bound_and_the_home_relay()
    {
        var options = Endpoints.Options() with { ExternalHosts = [new NodeHost("node.example", 11204)] };
        using var address = new EndpointAddress(options, [new IPEndPoint(IPAddress.Loopback, 7)], () => Relay);
        address.Observe([new IPEndPoint(IPAddress.Parse("203.0.113.9"), 4711)]);
        Assert.Equal($"{options.SecretKey.NodeId}@node.example:11204,203.0.113.9:4711,127.0.0.1:7,{Relay}", address.Current.ToString());
    }

    [Fact]
    public void An_unspecific_address_stands_for_those_of_the_host_of_its_family()
    {
        using var address = new EndpointAddress(Endpoints.Options(), [new IPEndPoint(IPAddress.Any, 7)], () => null);
        Assert.Equal(
            InterfaceAddresses.List().Where(ip => ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork).Select(ip => new NodeHost(ip.ToString(), 7)).Take(NodeAddress.MaxHosts),
            address.Current.Hosts);
        Assert.DoesNotContain(InterfaceAddresses.List(), ip => IPAddress.IsLoopback(ip) || ip.IsIPv6LinkLocal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Who_waits_for_a_change_hears_of_it_and_of_the_end()
    {
        RelayUrl? home = null;
        var address = new EndpointAddress(Endpoints.Options() with { TimeProvider = new ManualTime() }, [new IPEndPoint(IPAddress.Loopback, 7)], () => Volatile.Read(ref home));
        var before = address.Current;
        var waiting = address.WaitForChangeAsync(before, Token);
        address.Refresh();
        Assert.False(waiting.IsCompleted);
        Volatile.Write(ref home, Relay);
        address.Refresh();
        var after = await waiting;
        Assert.Equal([Relay], after.Relays);
        Assert.Equal(after, await address.WaitForChangeAsync(before, Token));

        var last = address.WaitForChangeAsync(after, Token);
        address.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => last);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => address.WaitForChangeAsync(after, Token));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_endpoint_on_loopback_names_its_port_there()
    {
        await using var endpoint = Endpoints.Bind();
        Assert.Equal(Endpoints.AddressOf(endpoint).ToString(), endpoint.Address.ToString());
    }
}
