using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>What members of a swarm say to each other: DNS messages of the service <c>irohv1</c> (iroh sheet, section 6).</summary>
/// <param name="IsQuestion">Whether it asks who is there.</param>
/// <param name="Nodes">The nodes that it names; none in a question, nor in what is no business of ours.</param>
internal sealed partial record SwarmMessage(bool IsQuestion, IReadOnlyList<NodeAddress> Nodes)
{
    private const string RelayKey = "relay=";

    /// <summary>Others keep nothing: a member is there as long as it answers.</summary>
    private const uint TimeToLive = 0;

    private static readonly DnsName Service = DnsName.Parse("_irohv1._udp.local.");
    private static readonly DnsName Local = DnsName.Parse("local.");

    /// <summary>Who is there?</summary>
    public static ReadOnlyMemory<byte> Question { get; } = new DnsMessage { Questions = [new DnsQuestion(Service, DnsType.Ptr)] }.ToArray();

    /// <summary>
    /// A node is there: an SRV record for each of its ports, the addresses of each, and its first relay. The last addresses are left out where all do not fit
    /// <see cref="LocalDiscoveryLimits.MaxMessage"/>.
    /// </summary>
    /// <returns>Null where no address is given: such a node keeps silent.</returns>
    public static byte[]? WriteAnswer(NodeId node, IReadOnlyList<IPEndPoint> places, IReadOnlyList<RelayUrl> relays)
    {
        for (var count = places.Count; count > 0; count--)
        {
            var message = MakeAnswer(node, places.Take(count), relays);
            if (message.Length <= LocalDiscoveryLimits.MaxMessage)
            {
                return message.ToArray();
            }
        }

        return null;
    }

    private static DnsMessage MakeAnswer(NodeId node, IEnumerable<IPEndPoint> places, IReadOnlyList<RelayUrl> relays)
    {
        var label = NodeIdText.ToBase32(node);
        var name = DnsName.Parse($"{label}.{Service}");
        var answers = new List<DnsRecord>();
        var additionals = new List<DnsRecord>();
        foreach (var port in places.GroupBy(place => place.Port))
        {
            var target = DnsName.Parse(string.Create(CultureInfo.InvariantCulture, $"{label}-{port.Key}.{Local}"));
            answers.Add(new DnsServiceRecord(name, DnsClass.Internet, TimeToLive, Priority: 0, Weight: 0, (ushort)port.Key, target));
            additionals.AddRange(port.Select(place => new DnsAddressRecord(target, DnsClass.Internet, TimeToLive, place.Address)));
        }

        if (relays is [var relay, ..])
        {
            answers.Add(new DnsTextRecord(name, DnsClass.Internet, TimeToLive, RelayKey + relay.Text));
        }

        return new DnsMessage { Flags = DnsFlags.Response | DnsFlags.Authoritative, Answers = answers, Additionals = additionals };
    }
}
