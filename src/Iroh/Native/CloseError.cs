using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>ngtcp2_ccerr</c>, formerly <c>ngtcp2_connection_close_error</c>: 40 bytes, the same in both versions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CloseError
{
    public const int TypeTransport = 0;
    public const int TypeApplication = 1;

    public int Type;
    public ulong Code;
    public ulong FrameType;
    public byte* Reason;
    public nuint ReasonLength;
}
