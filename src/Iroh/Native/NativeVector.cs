using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>ngtcp2_vec</c> and <c>struct iovec</c>: bytes by pointer and length.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeVector
{
    public byte* Base;
    public nuint Length;
}
