using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>ngtcp2_pkt_hd</c>: the header of a first packet, as far as we read it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PacketHeader
{
    [FieldOffset(0)]
    public ConnectionId Destination;

    [FieldOffset(32)]
    public ConnectionId Source;

    [FieldOffset(72)]
    public NativeVector Token;

    [FieldOffset(104)]
    public uint Version;
}
