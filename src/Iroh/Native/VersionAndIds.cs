using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>ngtcp2_version_cid</c>: what routes a packet.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VersionAndIds
{
    public uint Version;
    public byte* Destination;
    public nuint DestinationLength;
    public byte* Source;
    public nuint SourceLength;
}
