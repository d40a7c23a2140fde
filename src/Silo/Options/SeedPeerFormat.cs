using System.Globalization;
using SoundTime.Wire;

namespace SoundTime.Silo.Options;

/// <summary>The written form of a seed peer: <c>id</c>, or <c>id@host:port</c> with further addresses after commas.</summary>
internal static class SeedPeerFormat
{
    /// <summary>Accepts a text of that form.</summary>
    /// <exception cref="FormatException">The id or an address is not right; the message says which.</exception>
    public static void Check(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? text : text[..at];
        if (!NodeId.TryParse(id, out _))
        {
            throw new FormatException($"has \"{id}\" where a node id is needed");
        }

        var addresses = at < 0 ? [] : text[(at + 1)..].Split(',');
        foreach (var address in addresses)
        {
            if (!IsHostAndPort(address))
            {
                throw new FormatException($"has \"{address}\" where host:port is needed");
            }
        }
    }

    private static bool IsHostAndPort(ReadOnlySpan<char> address)
    {
        var colon = address.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return false;
        }

        // An IPv6 address stands in brackets, or its last group would be taken for the port.
        var host = address[..colon];
        return host is ['[', .. var inner, ']']
            ? Uri.CheckHostName(inner.ToString()) == UriHostNameType.IPv6
            : Uri.CheckHostName(host.ToString()) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }
}
