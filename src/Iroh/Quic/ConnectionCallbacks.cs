using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// The table of functions that ngtcp2 calls, and the two that GnuTLS does. Each finds its connection by the handle it was given and calls
/// one method. No exception may pass into native code: what a method throws is kept by its connection, and native code is told to stop.
/// </summary>
internal sealed unsafe class ConnectionCallbacks : IDisposable
{
    private const int ResetTokenLength = 16;

    // The same function for all endpoints of the process: native code knows no instance.
    private static delegate* unmanaged[Cdecl]<nint, int, ulong, byte*, nuint, nint, int> s_stockCryptoData;

    public ConnectionCallbacks(Ngtcp2Abi abi)
    {
        Table = (byte*)NativeMemory.AllocZeroed(Ngtcp2.CallbacksBlock);
        void Stock(int offset, string name) => *(nint*)(Table + offset) = abi.CryptoCallback(name);
        void Own(int offset, nint function) => *(nint*)(Table + offset) = function;

        // Offsets in ngtcp2_callbacks, the same in both versions.
        Stock(0, "ngtcp2_crypto_client_initial_cb");
        Stock(8, "ngtcp2_crypto_recv_client_initial_cb");
        s_stockCryptoData = (delegate* unmanaged[Cdecl]<nint, int, ulong, byte*, nuint, nint, int>)abi.CryptoCallback("ngtcp2_crypto_recv_crypto_data_cb");
        Own(16, (nint)(delegate* unmanaged[Cdecl]<nint, int, ulong, byte*, nuint, nint, int>)&CryptoData);
        Own(24, (nint)(delegate* unmanaged[Cdecl]<nint, nint, int>)&HandshakeCompleted);
        Stock(40, "ngtcp2_crypto_encrypt_cb");
        Stock(48, "ngtcp2_crypto_decrypt_cb");
        Stock(56, "ngtcp2_crypto_hp_mask_cb");
        Own(64, (nint)(delegate* unmanaged[Cdecl]<nint, uint, long, ulong, byte*, nuint, nint, nint, int>)&StreamData);
        Own(72, (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, ulong, nint, nint, int>)&StreamDataAcknowledged);
        Own(80, (nint)(delegate* unmanaged[Cdecl]<nint, long, nint, int>)&StreamOpened);
        Own(88, (nint)(delegate* unmanaged[Cdecl]<nint, uint, long, ulong, nint, nint, int>)&StreamClosed);
        Own(96, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint, int>)&StatelessReset);
        Stock(104, "ngtcp2_crypto_recv_retry_cb");
        Own(112, (nint)(delegate* unmanaged[Cdecl]<nint, ulong, nint, int>)&MoreStreams);
        Own(128, (nint)(delegate* unmanaged[Cdecl]<byte*, nuint, nint, void>)&Random);
        Own(136, (nint)(delegate* unmanaged[Cdecl]<nint, ConnectionId*, byte*, nuint, nint, int>)&NewConnectionId);
        Own(144, (nint)(delegate* unmanaged[Cdecl]<nint, ConnectionId*, nint, int>)&RemoveConnectionId);
        Stock(152, "ngtcp2_crypto_update_key_cb");
        Own(176, (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, ulong, nint, nint, int>)&StreamReset);
        Own(208, (nint)(delegate* unmanaged[Cdecl]<nint, int, ulong, ConnectionId*, byte*, nint, int>)&PeerConnectionId);
        Own(216, (nint)(delegate* unmanaged[Cdecl]<nint, nint, int>)&HandshakeConfirmed);
        Stock(232, "ngtcp2_crypto_delete_crypto_aead_ctx_cb");
        Stock(240, "ngtcp2_crypto_delete_crypto_cipher_ctx_cb");
        Stock(272, "ngtcp2_crypto_get_path_challenge_data_cb");
        Stock(288, "ngtcp2_crypto_version_negotiation_cb");
    }

    /// <summary><c>ngtcp2_callbacks</c>.</summary>
    public byte* Table { get; }

    /// <summary>For <c>ngtcp2_crypto_conn_ref</c>: finds the ngtcp2 connection of a TLS session.</summary>
    public static delegate* unmanaged[Cdecl]<nint, nint> GetConnectionFunction => &GetConnection;

    /// <summary>For GnuTLS: looks at the key of the other side.</summary>
    public static delegate* unmanaged[Cdecl]<nint, int> VerifyFunction => &VerifyPeer;

    public void Dispose() => NativeMemory.Free(Table);

    private static IrohConnection Find(nint handle) => Unsafe.As<IrohConnection>(GCHandle.FromIntPtr(handle).Target!);

    private static int Fail(nint handle, Exception exception)
    {
        Find(handle).CallbackError ??= exception;
        return Ngtcp2.CallbackFailure;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint GetConnection(nint reference) => ((TlsReference*)reference)->Connection;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int VerifyPeer(nint session)
    {
        var owner = ((TlsReference*)GnuTls.GetPointer(session))->Owner;
        try
        {
            uint count;
            var keys = GnuTls.GetPeers(session, &count);
            var isRawKey = GnuTls.CertificateTypeGet(session, GnuTls.CertificateTypeOfPeers) == GnuTls.CertificateTypeRawKey;
            return isRawKey && keys != null && count == 1
                && KeyEncoding.TryReadPublicKey(new ReadOnlySpan<byte>(keys->Data, (int)keys->Length), out var id)
                && Find(owner).OnPeerKey(id)
                ? 0
                : GnuTls.CertificateError;
        }
        catch (Exception exception)
        {
            Fail(owner, exception);
            return GnuTls.CertificateError;
        }
    }

    /// <summary>TLS messages. After the handshake only session tickets come, which we do not use: their session is gone by then.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CryptoData(nint connection, int level, ulong offset, byte* data, nuint length, nint owner) =>
        Find(owner).HasTlsSession ? s_stockCryptoData(connection, level, offset, data, length, owner) : 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int HandshakeCompleted(nint connection, nint owner)
    {
        try
        {
            Find(owner).OnHandshakeCompleted();
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int HandshakeConfirmed(nint connection, nint owner)
    {
        try
        {
            Find(owner).OnHandshakeConfirmed();
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamData(nint connection, uint flags, long stream, ulong offset, byte* data, nuint length, nint owner, nint streamData)
    {
        try
        {
            Find(owner).OnStreamData(stream, new ReadOnlySpan<byte>(data, (int)length), (flags & Ngtcp2.StreamDataFlagFin) != 0);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamDataAcknowledged(nint connection, long stream, ulong offset, ulong length, nint owner, nint streamData)
    {
        try
        {
            Find(owner).OnStreamDataAcknowledged(stream, (long)length);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamOpened(nint connection, long stream, nint owner)
    {
        try
        {
            Find(owner).OnStreamOpened(stream);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamClosed(nint connection, uint flags, long stream, ulong code, nint owner, nint streamData)
    {
        try
        {
            Find(owner).OnStreamClosed(stream, (flags & Ngtcp2.StreamCloseFlagApplicationError) != 0 ? code : 0);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamReset(nint connection, long stream, ulong finalSize, ulong code, nint owner, nint streamData)
    {
        try
        {
            Find(owner).OnStreamReset(stream, code);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StatelessReset(nint connection, nint packet, nint owner)
    {
        Find(owner).WasReset = true;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MoreStreams(nint connection, ulong maximum, nint owner)
    {
        Find(owner).HasPendingOpens = true;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Random(byte* destination, nuint length, nint context)
    {
        _ = GnuTls.Random(GnuTls.RandomForNonces, destination, length);
        if (length == 1)
        {
            // The one single byte that ngtcp2 draws decides by its lowest bit whether packets leave with the fixed bit cleared
            // (RFC 9287). They shall not: nodes tell QUIC from noise by that bit, and answer a stateless reset only to QUIC.
            *destination &= 0xfe;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int NewConnectionId(nint connection, ConnectionId* id, byte* token, nuint length, nint owner)
    {
        try
        {
            *id = Find(owner).AddConnectionId((int)length, token);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RemoveConnectionId(nint connection, ConnectionId* id, nint owner)
    {
        try
        {
            Find(owner).RemoveConnectionId(*id);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PeerConnectionId(nint connection, int type, ulong sequence, ConnectionId* id, byte* token, nint owner)
    {
        try
        {
            if (token != null)
            {
                var value = BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(token, ResetTokenLength));
                Find(owner).OnPeerResetToken(value, isActive: type == 0);
            }

            return 0;
        }
        catch (Exception exception)
        {
            return Fail(owner, exception);
        }
    }
}
