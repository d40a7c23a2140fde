using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary>
/// What differs between the two versions of ngtcp2: offsets in its structures, numbers of its errors, and the functions that changed
/// name or shape. The same number means different errors in the two versions.
/// </summary>
internal sealed unsafe class Ngtcp2Abi
{
    /// <summary>Room for either structure of statistics, in bytes: the larger one has 184.</summary>
    private const int StatisticsBlock = 256;

    private readonly delegate* unmanaged[Cdecl]<nint, uint, long, ulong, int> _shutdownWrite16;
    private readonly delegate* unmanaged[Cdecl]<nint, uint, long, ulong, int> _shutdownRead16;
    private readonly delegate* unmanaged[Cdecl]<nint, long, ulong, int> _shutdownWrite9;
    private readonly delegate* unmanaged[Cdecl]<nint, long, ulong, int> _shutdownRead9;
    private readonly delegate* unmanaged[Cdecl]<nint, CloseError*> _getCloseError16;
    private readonly delegate* unmanaged[Cdecl]<nint, CloseError*, void> _getCloseError9;
    private readonly delegate* unmanaged[Cdecl]<nint, int, byte*, void> _getStatistics;
    private readonly delegate* unmanaged[Cdecl]<CloseError*, int, byte*, nuint, void> _setLibraryError;
    private readonly delegate* unmanaged[Cdecl]<CloseError*, byte, byte*, nuint, void> _setTlsAlert;
    private readonly delegate* unmanaged[Cdecl]<CloseError*, ulong, byte*, nuint, void> _setApplicationError;
    private readonly nint _crypto;

    public Ngtcp2Abi(Ngtcp2Version version, nint ngtcp2, nint crypto)
    {
        Version = version;
        _crypto = crypto;
        var new16 = version == Ngtcp2Version.Soname16;

        SettingsCongestionControl = new16 ? 8 : 40;
        SettingsInitialTimestamp = new16 ? 16 : 48;
        SettingsMaxPayload = new16 ? 40 : 72;
        SettingsToken = new16 ? 48 : 80;
        SettingsAckThreshold = new16 ? 96 : 120;
        SettingsHandshakeTimeout = new16 ? 112 : 136;
        ParametersRetrySourcePresent = new16 ? 292 : 290;
        ParametersResetToken = new16 ? 294 : 292;

        WriteMore = new16 ? -230 : -240;
        StreamDataBlocked = new16 ? -208 : -210;
        StreamShutForWriting = new16 ? -219 : -221;
        StreamNotFound = new16 ? -220 : -222;
        StreamIdBlocked = new16 ? -206 : -208;
        Draining = new16 ? -224 : -231;
        Closing = new16 ? -223 : -230;
        DropConnection = new16 ? -232 : -242;
        RetryNeeded = new16 ? -231 : -241;
        CryptoFailed = new16 ? -213 : -215;
        IdleClose = new16 ? -238 : -248;
        VersionNegotiationNeeded = new16 ? -235 : -245;
        HandshakeTimedOut = new16 ? -236 : -246;

        nint Export(string name) => NativeLibrary.GetExport(ngtcp2, name);
        var prefix = new16 ? "ngtcp2_ccerr_set_" : "ngtcp2_connection_close_error_set_";
        _setApplicationError = (delegate* unmanaged[Cdecl]<CloseError*, ulong, byte*, nuint, void>)Export(prefix + "application_error");
        if (new16)
        {
            _shutdownWrite16 = (delegate* unmanaged[Cdecl]<nint, uint, long, ulong, int>)Export("ngtcp2_conn_shutdown_stream_write");
            _shutdownRead16 = (delegate* unmanaged[Cdecl]<nint, uint, long, ulong, int>)Export("ngtcp2_conn_shutdown_stream_read");
            _getCloseError16 = (delegate* unmanaged[Cdecl]<nint, CloseError*>)Export("ngtcp2_conn_get_ccerr");
            _getStatistics = (delegate* unmanaged[Cdecl]<nint, int, byte*, void>)Export("ngtcp2_conn_get_conn_info_versioned");
            _setLibraryError = (delegate* unmanaged[Cdecl]<CloseError*, int, byte*, nuint, void>)Export(prefix + "liberr");
            _setTlsAlert = (delegate* unmanaged[Cdecl]<CloseError*, byte, byte*, nuint, void>)Export(prefix + "tls_alert");
        }
        else
        {
            _shutdownWrite9 = (delegate* unmanaged[Cdecl]<nint, long, ulong, int>)Export("ngtcp2_conn_shutdown_stream_write");
            _shutdownRead9 = (delegate* unmanaged[Cdecl]<nint, long, ulong, int>)Export("ngtcp2_conn_shutdown_stream_read");
            _getCloseError9 = (delegate* unmanaged[Cdecl]<nint, CloseError*, void>)Export("ngtcp2_conn_get_connection_close_error");
            _getStatistics = (delegate* unmanaged[Cdecl]<nint, int, byte*, void>)Export("ngtcp2_conn_get_conn_stat_versioned");
            _setLibraryError = (delegate* unmanaged[Cdecl]<CloseError*, int, byte*, nuint, void>)Export(prefix + "transport_error_liberr");
            _setTlsAlert = (delegate* unmanaged[Cdecl]<CloseError*, byte, byte*, nuint, void>)Export(prefix + "transport_error_tls_alert");
        }
    }

    public Ngtcp2Version Version { get; }

    // Offsets in ngtcp2_settings. Those that follow are the same in both versions, or differ by version.
    public int SettingsCongestionControl { get; }

    public int SettingsInitialTimestamp { get; }

    public int SettingsMaxPayload { get; }

    public int SettingsToken { get; }

    public int SettingsAckThreshold { get; }

    public int SettingsHandshakeTimeout { get; }

    // Offsets in ngtcp2_transport_params.
    public int ParametersRetrySourcePresent { get; }

    public int ParametersResetToken { get; }

    public int WriteMore { get; }

    public int StreamDataBlocked { get; }

    public int StreamShutForWriting { get; }

    public int StreamNotFound { get; }

    public int StreamIdBlocked { get; }

    public int Draining { get; }

    public int Closing { get; }

    public int DropConnection { get; }

    public int RetryNeeded { get; }

    public int CryptoFailed { get; }

    public int IdleClose { get; }

    public int VersionNegotiationNeeded { get; }

    public int HandshakeTimedOut { get; }

    /// <summary>Address of one of the stock callbacks of the crypto library.</summary>
    public nint CryptoCallback(string name) => NativeLibrary.GetExport(_crypto, name);

    public int ShutdownStreamWrite(nint connection, long stream, ulong code) =>
        _shutdownWrite16 != null ? _shutdownWrite16(connection, 0, stream, code) : _shutdownWrite9(connection, stream, code);

    public int ShutdownStreamRead(nint connection, long stream, ulong code) =>
        _shutdownRead16 != null ? _shutdownRead16(connection, 0, stream, code) : _shutdownRead9(connection, stream, code);

    /// <summary>The error that the peer closed the connection with.</summary>
    public CloseError GetCloseError(nint connection)
    {
        if (_getCloseError16 != null)
        {
            return *_getCloseError16(connection);
        }

        CloseError error = default;
        _getCloseError9(connection, &error);
        return error;
    }

    public void SetApplicationError(CloseError* error, ulong code, byte* reason, nuint length) => _setApplicationError(error, code, reason, length);

    public void SetLibraryError(CloseError* error, int libraryError) => _setLibraryError(error, libraryError, null, 0);

    public void SetTlsAlert(CloseError* error, byte alert) => _setTlsAlert(error, alert, null, 0);

    /// <summary>Smoothed round-trip time in nanoseconds; 0 while nothing was measured on this path.</summary>
    public ulong GetRoundTripTime(nint connection)
    {
        // ngtcp2_conn_stat and ngtcp2_conn_info begin alike: latest, least and smoothed.
        var block = stackalloc ulong[StatisticsBlock / sizeof(ulong)];
        _getStatistics(connection, Ngtcp2.StructureVersion, (byte*)block);
        return block[0] == 0 ? 0 : block[2];
    }
}
