using System.Diagnostics.CodeAnalysis;
using System.Net;
using SoundTime.Iroh.Dns;
using SoundTime.Wire;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>Reading: whatever else is on the link comes here, too.</summary>
internal sealed partial record SwarmMessage
{
    /// <summary>Reads a message; false where it is no DNS message. Places that make no sense on the link are left out, and nodes without any.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, NetworkLink link, [NotNullWhen(true)] out SwarmMessage? message)
    {
        message = null;
        if (bytes.Length > LocalDiscoveryLimits.MaxMessage || !DnsMessage.TryRead(bytes, out var dns))
        {
            return false;
        }

        message = dns.IsResponse
            ? new SwarmMessage(IsQuestion: false, ReadNodes(dns, link))
            : new SwarmMessage(dns.Questions.Any(question => question == new DnsQuestion(Service, DnsType.Ptr)), []);
        return true;
    }

    private static List<NodeAddress> ReadNodes(DnsMessage dns, NetworkLink link)
    {
        var addresses = dns.Additionals.OfType<DnsAddressRecord>()
            .Where(record => record.Class == DnsClass.Internet && record.Name.Parent.Equals(Local))
            .ToLookup(record => record.Name, record => record.Address);
        var nodes = new List<NodeAddress>();
        var records = dns.Answers.Where(record => record.Class == DnsClass.Internet && !record.Name.IsRoot && record.Name.Parent.Equals(Service));
        foreach (var group in records.GroupBy(record => record.Name))
        {
            if (nodes.Count < LocalDiscoveryLimits.MaxNodesPerMessage
                && NodeId.TryParse(group.Key.FirstLabel, out var id)
                && ReadPlaces(group.OfType<DnsServiceRecord>(), addresses, link) is { Count: > 0 } places)
            {
                nodes.Add(new NodeAddress(id, places, ReadRelays(group.OfType<DnsTextRecord>())));
            }
        }

        return nodes;
    }

    private static List<NodeHost> ReadPlaces(IEnumerable<DnsServiceRecord> services, ILookup<DnsName, IPAddress> addresses, NetworkLink link)
    {
        var places =
            from service in services
            from address in addresses[service.Target]
            let place = new IPEndPoint(address, service.Port)
            where LinkAddresses.IsUsable(place, link)
            select new NodeHost(address.ToString(), service.Port);
        return [.. places.Distinct().Take(NodeAddress.MaxHosts)];
    }

    private static List<RelayUrl> ReadRelays(IEnumerable<DnsTextRecord> texts)
    {
        var relays =
            from text in texts.SelectMany(record => record.Texts)
            where text.StartsWith(RelayKey, StringComparison.Ordinal)
            let relay = RelayUrl.TryParse(text[RelayKey.Length..], out var url) ? url : null
            where relay is not null
            select relay;
        return [.. relays.Distinct().Take(NodeAddress.MaxRelays)];
    }
}
