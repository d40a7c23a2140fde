using System.Runtime.CompilerServices;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Datagrams;

/// <summary>What the kernel tells beside a datagram: where it was sent to, its ECN bits, and how large coalesced ones are.</summary>
internal ref struct Ancillary
{
    private const int EcnMask = 3;

    public ReadOnlySpan<byte> Destination;
    public int SegmentSize;
    public byte Ecn;

    public readonly int DestinationLength => Destination.Length;

    public static unsafe Ancillary Read(in Linux.MessageHeader message)
    {
        var result = default(Ancillary);
        var position = message.Control;
        var end = message.Control + message.ControlLength;
        while (position + Linux.ControlHeader.Size <= end)
        {
            ref readonly var header = ref Unsafe.AsRef<Linux.ControlHeader>(position);
            if (header.Length < Linux.ControlHeader.Size || header.Length > (nuint)(end - position))
            {
                break;
            }

            var data = position + Linux.ControlHeader.Size;
            switch (header.Level, header.Type)
            {
                case (Linux.LevelIp, Linux.IpPacketInfo):
                    result.Destination = new ReadOnlySpan<byte>(data + 8, 4);
                    break;
                case (Linux.LevelIPv6, Linux.IPv6PacketInfo):
                    result.Destination = new ReadOnlySpan<byte>(data, 16);
                    break;
                case (Linux.LevelIp, Linux.IpTypeOfService):
                case (Linux.LevelIPv6, Linux.IPv6TrafficClass):
                    result.Ecn = (byte)(*data & EcnMask);
                    break;
                case (Linux.LevelUdp, Linux.UdpReceiveOffload):
                    result.SegmentSize = *(int*)data;
                    break;
                default:
                    break;
            }

            position += (header.Length + 7) & ~(nuint)7;
        }

        return result;
    }
}
