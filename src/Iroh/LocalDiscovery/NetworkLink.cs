using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>A network interface that is up and carries multicast.</summary>
/// <param name="Index">Its number in the kernel, which stays while it exists.</param>
/// <param name="Name">Its name, as <c>ip link</c> shows it.</param>
/// <param name="IsLoopback">Whether it reaches this host alone.</param>
/// <param name="Addresses">The addresses of this host on it.</param>
internal sealed record NetworkLink(int Index, string Name, bool IsLoopback, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>The links there are now, <see cref="LocalDiscoveryLimits.MaxLinks"/> at most.</summary>
    /// <exception cref="Exception">The system does not say; <see cref="Addresses.InterfaceAddresses.IsUnknown"/> tells so.</exception>
    public static IReadOnlyList<NetworkLink> ReadAll() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(adapter => adapter.SupportsMulticast && adapter.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .Select(Read)
            .Where(link => link.Addresses.Count > 0)
            .OrderBy(link => link.Index)
            .Take(LocalDiscoveryLimits.MaxLinks),
    ];

    /// <summary>Whether this host has an address of the family on it.</summary>
    public bool Has(AddressFamily family) => Addresses.Any(address => address.AddressFamily == family);

    private static NetworkLink Read(NetworkInterface adapter)
    {
        var properties = adapter.GetIPProperties();
        return new NetworkLink(
            properties.GetIPv4Properties().Index,
            adapter.Name,
            adapter.NetworkInterfaceType == NetworkInterfaceType.Loopback,
            [.. properties.UnicastAddresses.Select(unicast => unicast.Address)]);
    }
}
