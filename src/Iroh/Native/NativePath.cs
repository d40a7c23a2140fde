using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>ngtcp2_path</c>: two socket addresses by pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePath
{
    public byte* Local;
    public uint LocalLength;
    public byte* Remote;
    public uint RemoteLength;
    public nint UserData;
}
