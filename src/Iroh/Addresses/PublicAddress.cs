using System.Net;
using System.Net.Sockets;

namespace SoundTime.Iroh.Addresses;

/// <summary>Tells addresses of the internet from those of private networks.</summary>
public static class PublicAddress
{
    /// <summary>Where a translator's IPv6 addresses hold the IPv4 address.</summary>
    private const int IPv4Offset = 12;

    // What routers do not pass on (RFC 6890): this network, private networks, carriers' NAT, loopback, link-local, documentation, benchmarks, multicast and above.
    private static readonly IPNetwork[] s_others =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    // Global unicast, less documentation (RFC 3849), and public IPv4 addresses behind a translator (RFC 6052, section 3.1).
    private static readonly IPNetwork s_global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork s_translated6 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_documentation6 = IPNetwork.Parse("2001:db8::/32");

    /// <summary>Whether packets to it find their way from anywhere, firewalls aside.</summary>
    public static bool Is(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (s_translated6.Contains(ip))
        {
            ip = new IPAddress(ip.GetAddressBytes().AsSpan(IPv4Offset));
        }

        return ip.AddressFamily == AddressFamily.InterNetwork
            ? !s_others.Any(network => network.Contains(ip))
            : s_global6.Contains(ip) && !s_documentation6.Contains(ip);
    }
}
