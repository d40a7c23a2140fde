using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary>
/// The functions of ngtcp2 that have the same shape in both versions. Those that its header defines as macros are bound by their
/// <c>_versioned</c> symbols with version 1.
/// </summary>
internal static unsafe partial class Ngtcp2
{
    public const uint ProtocolVersion1 = 1;
    public const int StructureVersion = 1;
    public const uint WriteFlagMore = 1;
    public const uint WriteFlagFin = 2;
    public const uint StreamDataFlagFin = 1;
    public const uint StreamCloseFlagApplicationError = 1;
    public const int CallbackFailure = -502;
    public const ulong Never = ulong.MaxValue;

    // Sizes of the blocks that hold native structures, in bytes, with room for fields that a later version may append.
    public const int SettingsBlock = 512;
    public const int ParametersBlock = 512;
    public const int CallbacksBlock = 512;

    // Offsets that are the same in both versions.
    public const int ParametersOriginalDestination = 96;
    public const int ParametersRetrySource = 160;
    public const int ParametersStreamWindowLocal = 192;
    public const int ParametersStreamWindowRemote = 200;
    public const int ParametersConnectionWindow = 216;
    public const int ParametersStreamsBidirectional = 224;
    public const int ParametersIdleTimeout = 240;
    public const int ParametersMaxPayload = 248;
    public const int ParametersConnectionIdLimit = 256;
    public const int ParametersResetTokenPresent = 288;
    public const int ParametersOriginalDestinationPresent16 = 290;

    private const string Quic = NativeLibraries.Ngtcp2;
    private const string Crypto = NativeLibraries.Ngtcp2Crypto;

    [LibraryImport(Quic, EntryPoint = "ngtcp2_settings_default_versioned")]
    public static partial void SettingsDefault(int version, byte* settings);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_transport_params_default_versioned")]
    public static partial void ParametersDefault(int version, byte* parameters);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_client_new_versioned")]
    public static partial int ClientNew(nint* connection, ConnectionId* destination, ConnectionId* source, NativePath* path, uint version, int callbacksVersion, byte* callbacks, int settingsVersion, byte* settings, int parametersVersion, byte* parameters, nint memory, nint userData);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_server_new_versioned")]
    public static partial int ServerNew(nint* connection, ConnectionId* destination, ConnectionId* source, NativePath* path, uint version, int callbacksVersion, byte* callbacks, int settingsVersion, byte* settings, int parametersVersion, byte* parameters, nint memory, nint userData);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_del")]
    public static partial void Delete(nint connection);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_set_tls_native_handle")]
    public static partial void SetTlsSession(nint connection, nint session);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_set_keep_alive_timeout")]
    public static partial void SetKeepAlive(nint connection, ulong timeout);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_read_pkt_versioned")]
    public static partial int ReadPacket(nint connection, NativePath* path, int infoVersion, PacketInfo* info, byte* packet, nuint length, ulong timestamp);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_writev_stream_versioned")]
    public static partial nint WriteStream(nint connection, NativePath* path, int infoVersion, PacketInfo* info, byte* destination, nuint destinationLength, nint* written, uint flags, long stream, NativeVector* data, nuint dataCount, ulong timestamp);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_write_connection_close_versioned")]
    public static partial nint WriteConnectionClose(nint connection, NativePath* path, int infoVersion, PacketInfo* info, byte* destination, nuint destinationLength, CloseError* error, ulong timestamp);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_update_pkt_tx_time")]
    public static partial void UpdatePacketSendTime(nint connection, ulong timestamp);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_get_expiry")]
    [SuppressGCTransition]
    public static partial ulong GetExpiry(nint connection);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_handle_expiry")]
    public static partial int HandleExpiry(nint connection, ulong timestamp);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_open_bidi_stream")]
    public static partial int OpenBidirectionalStream(nint connection, long* stream, nint userData);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_extend_max_stream_offset")]
    public static partial int ExtendStreamWindow(nint connection, long stream, ulong bytes);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_extend_max_offset")]
    public static partial void ExtendConnectionWindow(nint connection, ulong bytes);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_extend_max_streams_bidi")]
    public static partial void ExtendStreamsBidirectional(nint connection, nuint count);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_get_tls_alert")]
    public static partial byte GetTlsAlert(nint connection);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_get_pto")]
    public static partial ulong GetProbeTimeout(nint connection);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_get_path_max_tx_udp_payload_size")]
    [SuppressGCTransition]
    public static partial nuint GetPathMaxPayload(nint connection);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_get_send_quantum")]
    [SuppressGCTransition]
    public static partial nuint GetSendQuantum(nint connection);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_get_path")]
    [SuppressGCTransition]
    public static partial NativePath* GetPath(nint connection);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_conn_initiate_migration")]
    public static partial int InitiateMigration(nint connection, NativePath* path, ulong timestamp);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_err_is_fatal")]
    [SuppressGCTransition]
    public static partial int IsFatal(int error);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_pkt_decode_version_cid")]
    public static partial int DecodeVersionAndIds(VersionAndIds* destination, byte* data, nuint length, nuint shortIdLength);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_accept")]
    public static partial int Accept(PacketHeader* destination, byte* packet, nuint length);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_pkt_write_version_negotiation")]
    public static partial nint WriteVersionNegotiation(byte* destination, nuint length, byte unusedRandom, byte* destinationId, nuint destinationIdLength, byte* sourceId, nuint sourceIdLength, uint* versions, nuint count);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_pkt_write_stateless_reset")]
    public static partial nint WriteStatelessReset(byte* destination, nuint length, byte* token, byte* random, nuint randomLength);

    [LibraryImport(Quic, EntryPoint = "ngtcp2_strerror")]
    public static partial byte* ErrorText(int error);

    [LibraryImport(Crypto, EntryPoint = "ngtcp2_crypto_gnutls_configure_client_session")]
    public static partial int ConfigureClientSession(nint session);

    [LibraryImport(Crypto, EntryPoint = "ngtcp2_crypto_gnutls_configure_server_session")]
    public static partial int ConfigureServerSession(nint session);

    [LibraryImport(Crypto, EntryPoint = "ngtcp2_crypto_generate_stateless_reset_token")]
    public static partial int GenerateResetToken(byte* token, byte* secret, nuint secretLength, ConnectionId* id);

    [LibraryImport(Crypto, EntryPoint = "ngtcp2_crypto_generate_retry_token")]
    public static partial nint GenerateRetryToken(byte* token, byte* secret, nuint secretLength, uint version, byte* remote, uint remoteLength, ConnectionId* retrySource, ConnectionId* originalDestination, ulong timestamp);

    [LibraryImport(Crypto, EntryPoint = "ngtcp2_crypto_verify_retry_token")]
    public static partial int VerifyRetryToken(ConnectionId* originalDestination, byte* token, nuint tokenLength, byte* secret, nuint secretLength, uint version, byte* remote, uint remoteLength, ConnectionId* destination, ulong timeout, ulong timestamp);

    [LibraryImport(Crypto, EntryPoint = "ngtcp2_crypto_write_retry")]
    public static partial nint WriteRetry(byte* destination, nuint length, uint version, ConnectionId* destinationId, ConnectionId* sourceId, ConnectionId* originalDestination, byte* token, nuint tokenLength);

    /// <summary>The library's own name for an error, for logs and messages.</summary>
    public static string Describe(int error) => Marshal.PtrToStringUTF8((nint)ErrorText(error)) ?? $"error {error}";
}
