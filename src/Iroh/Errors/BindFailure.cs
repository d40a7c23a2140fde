namespace SoundTime.Iroh;

/// <summary>Why an endpoint could not start.</summary>
public enum BindFailure
{
    /// <summary>ngtcp2 or GnuTLS is not installed.</summary>
    LibraryMissing,

    /// <summary>Another process has the UDP port.</summary>
    PortInUse,

    /// <summary>The system refuses the socket: not allowed, no such address.</summary>
    SocketRefused,
}
