using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>gnutls_datum_t</c>: bytes by pointer and length.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Datum
{
    public byte* Data;
    public uint Length;
}
