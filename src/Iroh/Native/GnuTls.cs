using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary>The functions of GnuTLS that raw public keys (RFC 7250) over QUIC need.</summary>
internal static unsafe partial class GnuTls
{
    public const uint FlagServer = 1;
    public const uint FlagClient = 2;
    public const uint FlagEnableRawKeys = 1 << 18;
    public const uint FlagNoTickets = 1 << 10;
    public const uint FlagNoAutoSendTicket = 1 << 21;
    public const int CredentialsCertificate = 1;
    public const uint AlpnMandatory = 1;
    public const int CertificateRequire = 2;
    public const int CertificateTypeOfPeers = 3;
    public const int CertificateTypeRawKey = 3;
    public const int SignatureEd25519 = 35;
    public const int FormatDer = 0;
    public const int CertificateError = -43;
    public const int RandomForNonces = 0;

    private const string Library = NativeLibraries.GnuTls;

    [LibraryImport(Library, EntryPoint = "gnutls_init")]
    public static partial int Init(nint* session, uint flags);

    [LibraryImport(Library, EntryPoint = "gnutls_deinit")]
    public static partial void Deinit(nint session);

    [LibraryImport(Library, EntryPoint = "gnutls_priority_init")]
    public static partial int PriorityInit(nint* cache, byte* text, byte** errorPosition);

    [LibraryImport(Library, EntryPoint = "gnutls_priority_deinit")]
    public static partial void PriorityDeinit(nint cache);

    [LibraryImport(Library, EntryPoint = "gnutls_priority_set")]
    public static partial int PrioritySet(nint session, nint cache);

    [LibraryImport(Library, EntryPoint = "gnutls_credentials_set")]
    public static partial int CredentialsSet(nint session, int type, nint credentials);

    [LibraryImport(Library, EntryPoint = "gnutls_certificate_allocate_credentials")]
    public static partial int AllocateCredentials(nint* credentials);

    [LibraryImport(Library, EntryPoint = "gnutls_certificate_free_credentials")]
    public static partial void FreeCredentials(nint credentials);

    [LibraryImport(Library, EntryPoint = "gnutls_certificate_set_rawpk_key_mem")]
    public static partial int SetRawKey(nint credentials, Datum* publicKey, Datum* privateKey, int format, byte* password, uint keyUsage, byte** names, uint nameCount, uint flags);

    [LibraryImport(Library, EntryPoint = "gnutls_alpn_set_protocols")]
    public static partial int AlpnSetProtocols(nint session, Datum* protocols, uint count, uint flags);

    [LibraryImport(Library, EntryPoint = "gnutls_certificate_server_set_request")]
    public static partial void ServerSetRequest(nint session, int request);

    [LibraryImport(Library, EntryPoint = "gnutls_session_set_ptr")]
    public static partial void SetPointer(nint session, nint pointer);

    [LibraryImport(Library, EntryPoint = "gnutls_session_get_ptr")]
    public static partial nint GetPointer(nint session);

    [LibraryImport(Library, EntryPoint = "gnutls_session_set_verify_function")]
    public static partial void SetVerifyFunction(nint session, delegate* unmanaged[Cdecl]<nint, int> function);

    [LibraryImport(Library, EntryPoint = "gnutls_certificate_get_peers")]
    public static partial Datum* GetPeers(nint session, uint* count);

    [LibraryImport(Library, EntryPoint = "gnutls_certificate_type_get2")]
    public static partial int CertificateTypeGet(nint session, int target);

    [LibraryImport(Library, EntryPoint = "gnutls_rnd")]
    public static partial int Random(int level, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "gnutls_privkey_init")]
    public static partial int PrivateKeyInit(nint* key);

    [LibraryImport(Library, EntryPoint = "gnutls_privkey_deinit")]
    public static partial void PrivateKeyDeinit(nint key);

    [LibraryImport(Library, EntryPoint = "gnutls_privkey_import_x509_raw")]
    public static partial int PrivateKeyImport(nint key, Datum* data, int format, byte* password, uint flags);

    [LibraryImport(Library, EntryPoint = "gnutls_pubkey_init")]
    public static partial int PublicKeyInit(nint* key);

    [LibraryImport(Library, EntryPoint = "gnutls_pubkey_deinit")]
    public static partial void PublicKeyDeinit(nint key);

    [LibraryImport(Library, EntryPoint = "gnutls_pubkey_import_privkey")]
    public static partial int PublicKeyFromPrivateKey(nint key, nint privateKey, uint usage, uint flags);

    [LibraryImport(Library, EntryPoint = "gnutls_pubkey_export2")]
    public static partial int PublicKeyExport(nint key, int format, Datum* data);

    [LibraryImport(Library, EntryPoint = "gnutls_pubkey_import")]
    public static partial int PublicKeyImport(nint key, Datum* data, int format);

    [LibraryImport(Library, EntryPoint = "gnutls_pubkey_verify_data2")]
    public static partial int VerifyData(nint key, int algorithm, uint flags, Datum* data, Datum* signature);

    [LibraryImport(Library, EntryPoint = "gnutls_privkey_sign_data2")]
    public static partial int SignData(nint key, int algorithm, uint flags, Datum* data, Datum* signature);

    [LibraryImport(Library, EntryPoint = "gnutls_strerror")]
    public static partial byte* ErrorText(int error);

    /// <summary>Frees what GnuTLS handed out; it allocates with <c>malloc</c>.</summary>
    public static void Free(void* memory) => NativeMemory.Free(memory);

    /// <summary>Throws where GnuTLS reports a failure that only a bug or exhausted memory can cause.</summary>
    public static void Check(int result, string operation)
    {
        if (result < 0)
        {
            throw new InvalidOperationException($"GnuTLS: {operation} failed: {Marshal.PtrToStringUTF8((nint)ErrorText(result))}");
        }
    }
}
