using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SoundTime.Iroh.Addresses;

/// <summary>The addresses of this host under which others may reach it.</summary>
internal static class InterfaceAddresses
{
    /// <summary>All that are up, without loopback and link-local ones; those of the whole network before private ones.</summary>
    /// <exception cref="Exception">The system does not tell; <see cref="IsUnknown"/> says so.</exception>
    public static IReadOnlyList<IPAddress> List() =>
        [..
            from network in NetworkInterface.GetAllNetworkInterfaces()
            where network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
            from unicast in network.GetIPProperties().UnicastAddresses
            let address = unicast.Address
            where !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !address.IsIPv6Multicast && !IsLinkLocal(address)
            orderby !PublicAddress.Is(address), address.AddressFamily
            select address];

    /// <summary>
    /// Whether an exception means that the system does not tell of its interfaces: on Linux they are read from files, which vanish with an interface.
    /// </summary>
    public static bool IsUnknown(Exception exception) => exception is NetworkInformationException or IOException or UnauthorizedAccessException;

    private static bool IsLinkLocal(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, _, _];
}
