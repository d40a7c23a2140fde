using System.Net;

namespace SoundTime.Api;

/// <summary>Tells clients apart by the address that they come from.</summary>
internal static class ClientAddress
{
    /// <summary>Bytes of an IPv6 address that name a network.</summary>
    private const int NetworkBytes = 8;

    /// <summary>The address that stands for a client: its IPv4 address, or its /64, as one customer has a whole one and may use a new address for each try.</summary>
    public static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        if (bytes.Length <= NetworkBytes)
        {
            return address;
        }

        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
