using System.Net;
using System.Net.Sockets;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>An address of this machine to listen on. The IPv6 form of "any" takes IPv4 as well.</summary>
internal sealed class ListenAddressKind : OptionKind<IPAddress>
{
    public override string Placeholder => "address";

    public override string Accepts => "an IP address, or * for every address of the machine";

    protected override IPAddress Parse(string text, OptionContext context)
    {
        var trimmed = text.Trim();
        if (trimmed == "*")
        {
            return IPAddress.IPv6Any;
        }

        // The parser also takes "1", "127.1", "010.0.0.1" and "[::1]:80", which nobody means to write here.
        return IPAddress.TryParse(trimmed, out var address)
            && !trimmed.Contains('[', StringComparison.Ordinal)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == trimmed)
            ? address
            : throw new FormatException("is no IP address");
    }
}
