namespace SoundTime.Relay.Sessions;

/// <summary>Why a client's connection ended.</summary>
internal enum SessionEnd
{
    /// <summary>The client closed it, or it broke.</summary>
    Left,

    /// <summary>A Ping was not answered in time.</summary>
    Silent,

    /// <summary>The client did not take what was written to it in time.</summary>
    Stuck,

    /// <summary>A frame of a type that clients do not send.</summary>
    UnknownFrame,

    /// <summary>A frame that is shorter than its header, or a message in empty pieces.</summary>
    MalformedFrame,

    /// <summary>A frame above 64 KiB.</summary>
    FrameTooLong,

    /// <summary>The same id connected too often; this was its oldest connection.</summary>
    Replaced,

    /// <summary>The relay stops.</summary>
    Stopping,
}
