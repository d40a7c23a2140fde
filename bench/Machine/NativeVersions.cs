using System.Runtime.InteropServices;
using SoundTime.Iroh.Native;

namespace SoundTime.Bench;

/// <summary>The versions of the native libraries that the endpoint runs on.</summary>
internal static unsafe class NativeVersions
{
    public static string Ngtcp2
    {
        get
        {
            var name = NativeLibraries.Load().Version == Ngtcp2Version.Soname16 ? "libngtcp2.so.16" : "libngtcp2.so.9";
            var version = (delegate* unmanaged[Cdecl]<int, VersionInfo*>)NativeLibrary.GetExport(NativeLibrary.Load(name), "ngtcp2_version");
            return Marshal.PtrToStringUTF8((nint)version(0)->Text)!;
        }
    }

    public static string GnuTls
    {
        get
        {
            var check = (delegate* unmanaged[Cdecl]<byte*, byte*>)NativeLibrary.GetExport(NativeLibrary.Load("libgnutls.so.30"), "gnutls_check_version");
            return Marshal.PtrToStringUTF8((nint)check(null))!;
        }
    }

    /// <summary><c>ngtcp2_info</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct VersionInfo
    {
        public int Age;
        public int Number;
        public byte* Text;
    }
}
