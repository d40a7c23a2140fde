using System.Diagnostics.CodeAnalysis;
using System.Net;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tickets;

/// <summary>
/// Reads the bytes of tickets. They are written by postcard, which says of nothing how long it is: behind what is not known nothing can be read. Kinds of
/// places are written in the order of their numbers, so that those known here come first. As in iroh, bytes behind the end do not count.
/// </summary>
internal static class TicketReader
{
    /// <summary>The only form of either ticket so far.</summary>
    private const ulong OnlyForm = 0;

    /// <summary>Reads <c>form, id, count, places</c>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> ticket, [NotNullWhen(true)] out NodeAddress? address)
    {
        address = null;
        var bytes = new PostcardReader(ticket);
        if (!TryReadStart(ref bytes, out var id) || !bytes.TryReadNumber(out var count))
        {
            return false;
        }

        var hosts = new List<NodeHost>();
        var relays = new List<RelayUrl>();
        for (ulong i = 0; i < count; i++)
        {
            if (!bytes.TryReadNumber(out var kind))
            {
                return false;
            }

            if (kind > (ulong)PlaceKind.Host)
            {
                break;
            }

            if (!((PlaceKind)kind == PlaceKind.Relay ? TryReadRelay(ref bytes, relays) : TryReadHost(ref bytes, hosts)))
            {
                return false;
            }
        }

        address = new NodeAddress(id, hosts, relays);
        return true;
    }

    /// <summary>Reads <c>form, id, relay or none, count, hosts</c>.</summary>
    public static bool TryReadOld(ReadOnlySpan<byte> ticket, [NotNullWhen(true)] out NodeAddress? address)
    {
        address = null;
        var bytes = new PostcardReader(ticket);
        var relays = new List<RelayUrl>();
        if (!TryReadStart(ref bytes, out var id)
            || !bytes.TryReadNumber(out var hasRelay)
            || hasRelay > 1
            || (hasRelay == 1 && !TryReadRelay(ref bytes, relays))
            || !bytes.TryReadNumber(out var count))
        {
            return false;
        }

        var hosts = new List<NodeHost>();
        for (ulong i = 0; i < count; i++)
        {
            if (!TryReadHost(ref bytes, hosts))
            {
                return false;
            }
        }

        address = new NodeAddress(id, hosts, relays);
        return true;
    }

    private static bool TryReadStart(ref PostcardReader bytes, out NodeId id)
    {
        id = default;
        if (!bytes.TryReadNumber(out var form) || form != OnlyForm || !bytes.TryReadBytes(NodeId.Size, out var key))
        {
            return false;
        }

        id = new NodeId(key);
        return !id.IsEmpty;
    }

    private static bool TryReadRelay(ref PostcardReader bytes, List<RelayUrl> relays)
    {
        if (!bytes.TryReadText(out var text))
        {
            return false;
        }

        if (relays.Count < NodeAddress.MaxRelays && RelayUrl.TryParse(text, out var relay))
        {
            relays.Add(relay);
        }

        return true;
    }

    private static bool TryReadHost(ref PostcardReader bytes, List<NodeHost> hosts)
    {
        if (!bytes.TryReadNumber(out var family)
            || family > (ulong)HostFamily.IPv6
            || !bytes.TryReadBytes((HostFamily)family == HostFamily.IPv4 ? 4 : 16, out var ip)
            || !bytes.TryReadNumber(out var port)
            || port > IPEndPoint.MaxPort)
        {
            return false;
        }

        if (hosts.Count < NodeAddress.MaxHosts && port > 0)
        {
            hosts.Add(new NodeHost(new IPAddress(ip).ToString(), (int)port));
        }

        return true;
    }
}
