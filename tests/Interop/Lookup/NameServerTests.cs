using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Lookup;

/// <summary>Against Debian's name server, bind9.</summary>
public sealed class NameServerTests
{
    private const string Zone = "nodes.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Records_in_a_zone_are_found()
    {
        var (node, alias, busy, unknown) = (NewNode(), NewNode(), NewNode(), NewNode());
        string[] records =
        [
            .. RecordsOf(NodeAddress.Parse($"{node}@192.0.2.1:7,[2001:db8::1]:8,https://relay.example./")),
            $"{LabelsOf(node)} IN TXT \"addr=192\" \".0.2.2:9\"",
            $"{LabelsOf(node)} IN TXT \"color=blue\"",
            $"{LabelsOf(alias)} IN CNAME middle",
            "middle IN CNAME end",
            "end IN TXT \"addr=192.0.2.3:3\"",
            .. RecordsOf(new NodeAddress(busy, [.. Enumerable.Range(1, NodeAddress.MaxHosts).Select(port => new NodeHost("2001:db8:1111:2222:3333:4444:5555:6666", port))])),
        ];
        await using var server = await NameServer.StartAsync(Zone, records, Token);
        var lookup = new DnsLookup(DnsName.Parse(Zone), [server.EndPoint]);

        var found = await lookup.FindAsync(node, Token);
        Assert.Equal("https://relay.example./", Assert.Single(found.Relays).Text);
        Assert.Equal(["192.0.2.1:7", "192.0.2.2:9", "[2001:db8::1]:8"], found.Hosts.Select(host => host.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal($"{alias}@192.0.2.3:3", (await lookup.FindAsync(alias, Token)).ToString());
        Assert.True((await lookup.FindAsync(unknown, Token)).IsEmpty);

        // More than a datagram holds: the server asks for TCP.
        var many = await lookup.FindAsync(busy, Token);
        Assert.InRange(many.Hosts.Count, 8, NodeAddress.MaxHosts);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_server_that_does_not_own_the_zone_says_nothing_about_the_node()
    {
        await using var server = await NameServer.StartAsync(Zone, [], Token);
        var lookup = new DnsLookup(DnsName.Parse("other.example"), [server.EndPoint]);
        Assert.Contains("Refused", (await Assert.ThrowsAsync<IOException>(() => lookup.FindAsync(NewNode(), Token))).Message, StringComparison.Ordinal);
    }

    private static NodeId NewNode() => SecretKey.Generate().NodeId;

    private static string LabelsOf(NodeId node) => NodeRecords.NameOf(node).ToString()[..^1];

    /// <summary>Our records as lines of a zone file.</summary>
    private static IEnumerable<string> RecordsOf(NodeAddress address) =>
        NodeRecords.Write(address).Answers.Cast<DnsTextRecord>().Select(record => $"{LabelsOf(address.Id)} IN TXT \"{record.Concatenate()}\"");
}
