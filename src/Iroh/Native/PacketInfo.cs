using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>ngtcp2_pkt_info</c>: the ECN bits of a datagram.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct PacketInfo
{
    public byte Ecn;
}
