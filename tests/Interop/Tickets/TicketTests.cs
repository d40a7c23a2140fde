using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Iroh.Tickets;

namespace SoundTime.Interop.Tests.Tickets;

public sealed class TicketTests
{
    private const int Limit = 180_000;
    private const string Id = "ae58ff8833241ac82d6ff7611046ed67b5072d142c588d0063e942d9a75502b6";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(null)]
    [InlineData(null, "192.0.2.7:11204")]
    [InlineData("https://use1-1.relay.n0.iroh.link./")]
    [InlineData("http://127.0.0.1:3340/", "192.0.2.7:11204", "192.0.2.7:80", "10.1.2.3:65535", "[2001:db8::1]:5", "[fd00::2]:443")]
    public async Task Both_write_the_same_ticket_and_read_each_others(string? relay, params string[] hosts)
    {
        await using var peer = PeerProcess.Start();
        var places = string.Join(',', hosts.Concat(relay is null ? [] : [relay]));
        var address = NodeAddress.Parse(places.Length == 0 ? Id : $"{Id}@{places}");

        var theirs = (await peer.RequestAsync("writeTicket", new { id = Id, relay, addresses = hosts }, Token)).GetProperty("ticket").GetString()!;
        Assert.Equal(theirs, EndpointTicket.Format(address));

        var read = EndpointTicket.Parse(theirs);
        Assert.Equal(address.Id, read.Id);
        Assert.Equal(address.Relays, read.Relays);
        Assert.Equal(address.Hosts.ToHashSet(), read.Hosts.ToHashSet());

        var readByThem = await peer.RequestAsync("readTicket", new { ticket = EndpointTicket.Format(address) }, Token);
        Assert.Equal(Id, readByThem.GetProperty("id").GetString());
        Assert.Equal(relay, readByThem.GetProperty("relay").GetString());
        Assert.Equal(hosts.ToHashSet(), readByThem.GetProperty("addresses").EnumerateArray().Select(host => host.GetString()!).ToHashSet());
    }
}
