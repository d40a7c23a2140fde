using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SoundTime.Iroh;

/// <summary>One place where a node may be reached.</summary>
/// <param name="Name">Host name or IP address.</param>
/// <param name="Port">UDP port, from 1 to 65,535.</param>
public sealed record NodeHost(string Name, int Port)
{
    /// <summary>Longest host name, in characters (RFC 1035).</summary>
    private const int MaxNameLength = 255;

    /// <summary>Reads <c>host:port</c>, <c>1.2.3.4:port</c> or <c>[v6]:port</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NodeHost? host)
    {
        host = null;
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > IPEndPoint.MaxPort)
        {
            return false;
        }

        var name = text[..colon];
        if (name[0] == '[' && name[^1] == ']')
        {
            name = name[1..^1];
            if (!IPAddress.TryParse(name, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return false;
            }
        }
        else if (name.Length > MaxNameLength || Uri.CheckHostName(name) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            return false;
        }

        host = new NodeHost(name, port);
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => Name.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Name}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Name}:{Port}");
}
