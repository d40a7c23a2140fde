namespace SoundTime.Iroh;

/// <summary>Why one direction of a stream ended early.</summary>
public enum StreamFailure
{
    /// <summary>The peer sent RESET_STREAM: what it was sending will not be complete.</summary>
    ResetByPeer,

    /// <summary>The peer sent STOP_SENDING: it reads no more.</summary>
    StoppedByPeer,

    /// <summary>This side aborted the direction.</summary>
    AbortedLocally,
}
