namespace SoundTime.Relay.Metrics;

/// <summary>Why something that a client sent went nowhere. The names are the values of the metric's label, in snake case.</summary>
internal enum DropReason
{
    /// <summary>Too much waits for the receiver.</summary>
    QueueFull,

    /// <summary>Too many of the relay's own frames wait for the receiver.</summary>
    ControlQueueFull,

    /// <summary>The receiver is not here.</summary>
    NotConnected,

    /// <summary>There is no datagram in the frame.</summary>
    Empty,

    /// <summary>A text message.</summary>
    Text,
}
