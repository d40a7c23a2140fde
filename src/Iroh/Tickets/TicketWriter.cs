using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tickets;

/// <summary>Writes the bytes of tickets as postcard does, places in iroh's order: relays by their text, then hosts by family, address and port.</summary>
internal static class TicketWriter
{
    private const byte OnlyForm = 0;

    public static byte[] Write(NodeAddress address)
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.Write([OnlyForm, .. address.Id.ToArray()]);
        var relays = address.Relays.Select(relay => relay.Text).Distinct().Order(StringComparer.Ordinal).ToList();
        var hosts = address.Hosts.Select(EndPointOf).OfType<IPEndPoint>().Distinct().Order(HostOrder).ToList();
        WriteNumber(bytes, relays.Count + hosts.Count);
        foreach (var relay in relays)
        {
            bytes.Write([(byte)PlaceKind.Relay]);
            WriteNumber(bytes, Encoding.UTF8.GetByteCount(relay));
            bytes.Write(Encoding.UTF8.GetBytes(relay));
        }

        foreach (var host in hosts)
        {
            bytes.Write([(byte)PlaceKind.Host, (byte)FamilyOf(host), .. host.Address.GetAddressBytes()]);
            WriteNumber(bytes, host.Port);
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static Comparer<IPEndPoint> HostOrder { get; } = Comparer<IPEndPoint>.Create((left, right) =>
    {
        var byFamily = FamilyOf(left).CompareTo(FamilyOf(right));
        var byAddress = byFamily != 0 ? byFamily : left.Address.GetAddressBytes().AsSpan().SequenceCompareTo(right.Address.GetAddressBytes());
        return byAddress != 0 ? byAddress : left.Port.CompareTo(right.Port);
    });

    private static HostFamily FamilyOf(IPEndPoint host) =>
        host.AddressFamily == AddressFamily.InterNetwork ? HostFamily.IPv4 : HostFamily.IPv6;

    /// <summary>Null for a name. What belongs to this machine alone, such as the number of an interface, is left off.</summary>
    private static IPEndPoint? EndPointOf(NodeHost host) => IPAddress.TryParse(host.Name, out var ip)
        ? new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : new IPAddress(ip.GetAddressBytes()), host.Port)
        : null;

    private static void WriteNumber(ArrayBufferWriter<byte> bytes, int number)
    {
        var rest = (uint)number;
        for (; rest >= 0x80; rest >>= 7)
        {
            bytes.Write([(byte)(rest | 0x80)]);
        }

        bytes.Write([(byte)rest]);
    }
}
