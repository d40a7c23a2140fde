namespace SoundTime.Iroh.Relays;

/// <summary>Why a relay cannot be used.</summary>
internal enum RelayFailure
{
    /// <summary>Its host is not found, or nothing answers there.</summary>
    Unreachable,

    /// <summary>A stranger named it, and it is at an address of a private network.</summary>
    NotPublic,

    /// <summary>Its certificate is not valid.</summary>
    BadCertificate,

    /// <summary>What answers is no relay.</summary>
    NotARelay,

    /// <summary>It did what the protocol does not allow.</summary>
    ProtocolError,

    /// <summary>It does not let this node in.</summary>
    Denied,

    /// <summary>It was too slow.</summary>
    TimedOut,

    /// <summary>It ended the connection.</summary>
    Closed,
}
