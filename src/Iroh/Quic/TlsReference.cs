using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Quic;

/// <summary><c>ngtcp2_crypto_conn_ref</c> and, behind it, what its function answers with. Lives in native memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TlsReference
{
    public delegate* unmanaged[Cdecl]<nint, nint> GetConnection;

    /// <summary>Handle of the connection object.</summary>
    public nint Owner;

    /// <summary>The <c>ngtcp2_conn</c>.</summary>
    public nint Connection;
}
