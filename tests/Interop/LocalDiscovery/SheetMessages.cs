using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.LocalDiscovery;

/// <summary>Messages of the service <c>irohv1</c>, made byte by byte from the sheet (iroh sheet, section 6) and by nothing that is under test.</summary>
internal static class SheetMessages
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const ushort Address = 1;
    private const ushort Pointer = 12;
    private const ushort Text = 16;
    private const ushort Address6 = 28;
    private const ushort Service = 33;

    private static byte[] ServiceName => [.. Label("_irohv1"), .. Label("_udp"), .. Label("local"), 0];

    /// <summary>Who is there?</summary>
    public static byte[] Question => [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. ServiceName, .. Number(Pointer), .. Number(1)];

    /// <summary>A node is there, at one port of some addresses.</summary>
    public static byte[] Answer(NodeId node, int port, params IEnumerable<IPAddress> addresses) => Answer(node, port, timeToLive: 0, isListed: false, [.. addresses]);

    /// <summary>The same as a responder of standard mDNS says it: to be kept, listed under the service, and with a text, which may be empty.</summary>
    public static byte[] StandardAnswer(NodeId node, int port, params IEnumerable<IPAddress> addresses) =>
        Answer(node, port, timeToLive: 120, isListed: true, [.. addresses]);

    /// <summary>The name of a node within the service.</summary>
    public static string InstanceOf(NodeId node)
    {
        var bits = string.Concat(node.ToArray().Select(value => value.ToString("b8", CultureInfo.InvariantCulture))) + "0000";
        return string.Concat(bits.Chunk(5).Select(five => Base32[Convert.ToInt32(new string(five), 2)]));
    }

    private static byte[] Answer(NodeId node, int port, byte timeToLive, bool isListed, IReadOnlyList<IPAddress> addresses)
    {
        var instance = InstanceOf(node);
        byte[] name = [.. Label(instance), .. ServiceName];
        byte[] target = [.. Label($"{instance}-{port}"), .. Label("local"), 0];
        return
        [
            0, 0, 0x84, 0, 0, 0, 0, (byte)(isListed ? 3 : 1), 0, 0, 0, (byte)addresses.Count,
            .. Record(name, Service, timeToLive, [0, 0, 0, 0, .. Number(port), .. target]),
            .. isListed ? Record(ServiceName, Pointer, timeToLive, name) : [],
            .. isListed ? Record(name, Text, timeToLive, [0]) : [],
            .. addresses.SelectMany(address => Record(target, address.GetAddressBytes().Length == 4 ? Address : Address6, timeToLive, address.GetAddressBytes())),
        ];
    }

    private static byte[] Record(byte[] owner, ushort type, byte timeToLive, byte[] data) =>
        [.. owner, .. Number(type), .. Number(1), 0, 0, 0, timeToLive, .. Number(data.Length), .. data];

    private static byte[] Label(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
