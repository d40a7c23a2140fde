using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Relays;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>Which addresses make sense to others on a link, in what is said and in what is heard.</summary>
internal static class LinkAddresses
{
    /// <summary>
    /// Where a node of this host is reached from a link: its addresses on that link first. An address that stands for all of the host's becomes those of the
    /// link. Names are left out: an answer carries addresses.
    /// </summary>
    public static IReadOnlyList<IPEndPoint> ToAnnounce(NodeAddress node, NetworkLink link)
    {
        var places =
            from host in node.Hosts
            let parsed = IPAddress.TryParse(host.Name, out var address) ? address : null
            where parsed is not null
            from place in Expand(parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed, link)
            let endPoint = new IPEndPoint(place, host.Port)
            where IsUsable(endPoint, link) && (!IsLinkLocal(place) || link.Addresses.Contains(place))
            select endPoint;
        return [.. places.Distinct().OrderByDescending(place => link.Addresses.Contains(place.Address)).Take(NodeAddress.MaxHosts)];
    }

    /// <summary>
    /// Whether an address may be one of a node on the link: not a group, not this host itself unless the link is, no stand-in; nor fe80::/10, whose scope
    /// an answer does not carry.
    /// </summary>
    public static bool IsUsable(IPEndPoint place, NetworkLink link) =>
        place.Port != 0
        && !place.Address.Equals(IPAddress.Any) && !place.Address.Equals(IPAddress.IPv6Any) && !place.Address.Equals(IPAddress.Broadcast)
        && (link.IsLoopback || !IPAddress.IsLoopback(place.Address))
        && (place.AddressFamily == AddressFamily.InterNetwork ? IsUsableIPv4(place.Address) : IsUsableIPv6(place));

    private static IEnumerable<IPAddress> Expand(IPAddress address, NetworkLink link) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            ? link.Addresses.Where(own => own.AddressFamily == address.AddressFamily)
            : [address];

    private static bool IsUsableIPv4(IPAddress address) => address.GetAddressBytes()[0] is > 0 and < 224;

    private static bool IsUsableIPv6(IPEndPoint place) =>
        !place.Address.IsIPv6LinkLocal && !place.Address.IsIPv6Multicast && !place.Address.IsIPv4MappedToIPv6
        && !RelayTransport.IsStandIn(new DatagramAddress(place));

    /// <summary>169.254.0.0/16: good on the link that it belongs to, and on no other.</summary>
    private static bool IsLinkLocal(IPAddress address) => address.GetAddressBytes() is [169, 254, _, _];
}
