using System.Net;
using System.Net.Sockets;

namespace SoundTime.Relay.Bounds;

/// <summary>What counts as one sender: an IPv4 address, or an IPv6 network of 64 bits, which is what one household has.</summary>
internal static class Source
{
    private const int NetworkBytes = 8;
    private const int AddressBytes = 16;

    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[AddressBytes];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes);
    }
}
