namespace SoundTime.Iroh;

/// <summary>One direction of a stream ended early; the connection lives on.</summary>
public sealed class IrohStreamException : IOException
{
    /// <summary>Says how the stream ended.</summary>
    public IrohStreamException(StreamFailure reason, ulong code)
        : base(reason switch
        {
            StreamFailure.ResetByPeer => $"The peer gave up sending on this stream (code {code}).",
            StreamFailure.StoppedByPeer => "The peer wants nothing more on this stream.",
            _ => $"This side gave up the stream (code {code}).",
        }) => (Reason, Code) = (reason, code);

    /// <summary>Why, to branch on.</summary>
    public StreamFailure Reason { get; }

    /// <summary>The application code that was given; 0 for <see cref="StreamFailure.StoppedByPeer"/>, whose code QUIC keeps to itself.</summary>
    public ulong Code { get; }
}
