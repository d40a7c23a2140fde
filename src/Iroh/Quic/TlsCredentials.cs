using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Native;
using SoundTime.Wire;

namespace SoundTime.Iroh.Quic;

/// <summary>The node's raw public key for TLS (RFC 7250), and the one set of algorithms that iroh speaks (iroh sheet, 2.1).</summary>
internal sealed unsafe class TlsCredentials : IDisposable
{
    // Both certificate types must be offered, or iroh answers IncorrectCertificateTypeExtension.
    private const string Priority =
        "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1"
        + ":-SIGN-ALL:+SIGN-EDDSA-ED25519:-CTYPE-ALL:+CTYPE-CLI-RAWPK:+CTYPE-SRV-RAWPK:%DISABLE_TLS13_COMPAT_MODE";

    private readonly nint _credentials;
    private readonly nint _priority;

    public TlsCredentials(SecretKey key)
        : this(key, key.NodeId)
    {
    }

    /// <summary>Credentials that may claim a key they do not hold, or show none: what other nodes must refuse.</summary>
    internal TlsCredentials(SecretKey? key, NodeId claimed)
    {
        nint credentials, priority;
        GnuTls.Check(GnuTls.AllocateCredentials(&credentials), "making room for credentials");
        _credentials = credentials;

        if (key is not null)
        {
            SetKey(key, claimed);
        }

        var text = (byte*)Marshal.StringToCoTaskMemUTF8(Priority);
        GnuTls.Check(GnuTls.PriorityInit(&priority, text, null), "choosing algorithms");
        Marshal.FreeCoTaskMem((nint)text);
        _priority = priority;
    }

    private void SetKey(SecretKey key, NodeId claimed)
    {
        Span<byte> secret = stackalloc byte[KeyEncoding.PrivateKeySize];
        Span<byte> info = stackalloc byte[KeyEncoding.PublicKeySize];
        KeyEncoding.WritePrivateKey(key.Seed, secret);
        KeyEncoding.WritePublicKey(claimed, info);
        fixed (byte* secretData = secret)
        fixed (byte* infoData = info)
        {
            var secretDatum = new Datum { Data = secretData, Length = (uint)secret.Length };
            var infoDatum = new Datum { Data = infoData, Length = (uint)info.Length };
            GnuTls.Check(GnuTls.SetRawKey(_credentials, &infoDatum, &secretDatum, GnuTls.FormatDer, null, 0, null, 0, 0), "taking the node's key");
        }

        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>
    /// A TLS session for one connection. <paramref name="owner"/> is what GnuTLS and ngtcp2 find again in their callbacks: an
    /// <c>ngtcp2_crypto_conn_ref</c>.
    /// </summary>
    public nint CreateSession(bool isClient, nint owner, ReadOnlySpan<byte> protocol, delegate* unmanaged[Cdecl]<nint, int> verify)
    {
        nint session;
        var role = isClient ? GnuTls.FlagClient : GnuTls.FlagServer;
        GnuTls.Check(GnuTls.Init(&session, role | GnuTls.FlagEnableRawKeys | GnuTls.FlagNoTickets | GnuTls.FlagNoAutoSendTicket), "starting a session");
        GnuTls.Check(GnuTls.PrioritySet(session, _priority), "setting algorithms");
        var configured = isClient ? Ngtcp2.ConfigureClientSession(session) : Ngtcp2.ConfigureServerSession(session);
        GnuTls.Check(configured, "preparing a session for QUIC");
        GnuTls.SetPointer(session, owner);
        GnuTls.Check(GnuTls.CredentialsSet(session, GnuTls.CredentialsCertificate, _credentials), "setting credentials");
        fixed (byte* name = protocol)
        {
            var datum = new Datum { Data = name, Length = (uint)protocol.Length };
            GnuTls.Check(GnuTls.AlpnSetProtocols(session, &datum, 1, GnuTls.AlpnMandatory), "setting the protocol");
        }

        if (!isClient)
        {
            GnuTls.ServerSetRequest(session, GnuTls.CertificateRequire);
        }

        GnuTls.SetVerifyFunction(session, verify);
        return session;
    }

    public void Dispose()
    {
        GnuTls.FreeCredentials(_credentials);
        GnuTls.PriorityDeinit(_priority);
    }
}
