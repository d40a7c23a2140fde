using System.Net;
using System.Net.Sockets;

namespace SoundTime.Silo.Discovery;

/// <summary>Tells addresses of the internet from those of private networks.</summary>
internal static class PublicAddress
{
    // What routers do not pass on (RFC 6890): this network, private networks, carriers' NAT, loopback, link-local, documentation, benchmarks, multicast and above.
    private static readonly IPNetwork[] s_others =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    // Global unicast, less documentation (RFC 3849).
    private static readonly IPNetwork s_global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork s_documentation6 = IPNetwork.Parse("2001:db8::/32");

    /// <summary>Whether packets to it find their way from anywhere, firewalls aside.</summary>
    public static bool Is(IPAddress address)
    {
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return ip.AddressFamily == AddressFamily.InterNetwork
            ? !s_others.Any(network => network.Contains(ip))
            : s_global6.Contains(ip) && !s_documentation6.Contains(ip);
    }
}
