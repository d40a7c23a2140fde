using System.Reflection;
using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary>Finds ngtcp2 and GnuTLS, in whichever of the two packaged versions the machine has.</summary>
internal static class NativeLibraries
{
    public const string Ngtcp2 = "ngtcp2";
    public const string Ngtcp2Crypto = "ngtcp2_crypto_gnutls";
    public const string GnuTls = "gnutls";

    private const string WhatToInstall =
        "QUIC needs ngtcp2 with GnuTLS. Install it with: apt-get install libngtcp2-9 libngtcp2-crypto-gnutls2 (Debian 12, Ubuntu 24.04) "
        + "or: apt-get install libngtcp2-16 libngtcp2-crypto-gnutls8 (Debian 13 and later).";

    private static readonly Lock Gate = new();
    private static Ngtcp2Abi? _loaded;
    private static nint _ngtcp2, _crypto, _gnuTls;

    /// <summary>Loads the libraries once for the process and says which version they are.</summary>
    /// <exception cref="IrohBindException">A library is missing; the text names the packages.</exception>
    public static Ngtcp2Abi Load()
    {
        lock (Gate)
        {
            return _loaded ??= LoadOnce();
        }
    }

    private static Ngtcp2Abi LoadOnce()
    {
        if (!NativeLibrary.TryLoad("libgnutls.so.30", out _gnuTls))
        {
            throw new IrohBindException(BindFailure.LibraryMissing, "libgnutls.so.30 was not found. " + WhatToInstall);
        }

        foreach (var version in (ReadOnlySpan<Ngtcp2Version>)[Ngtcp2Version.Soname16, Ngtcp2Version.Soname9])
        {
            var (quic, crypto) = version == Ngtcp2Version.Soname16
                ? ("libngtcp2.so.16", "libngtcp2_crypto_gnutls.so.8")
                : ("libngtcp2.so.9", "libngtcp2_crypto_gnutls.so.2");
            if (NativeLibrary.TryLoad(quic, out _ngtcp2) && NativeLibrary.TryLoad(crypto, out _crypto))
            {
                NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
                return new Ngtcp2Abi(version, _ngtcp2, _crypto);
            }
        }

        throw new IrohBindException(BindFailure.LibraryMissing, "Neither libngtcp2.so.16 nor libngtcp2.so.9 was found. " + WhatToInstall);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Ngtcp2 => _ngtcp2,
        Ngtcp2Crypto => _crypto,
        GnuTls => _gnuTls,
        _ => 0,
    };
}
