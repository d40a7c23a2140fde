using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>A peer did not do what it was asked.</summary>
internal sealed class PeerRequestException(PeerRequestFailure reason, NodeId peer, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why, to branch on.</summary>
    public PeerRequestFailure Reason { get; } = reason;

    /// <summary>The peer that was asked.</summary>
    public NodeId Peer { get; } = peer;

    /// <summary>Says in our words what the connection reported; null where it was something else.</summary>
    public static PeerRequestException? From(Exception exception, NodeId peer) => exception switch
    {
        PeerRequestException ours => ours,
        IrohConnectException => new(PeerRequestFailure.Unreachable, peer, exception.Message, exception),
        IrohConnectionException { Close: { Cause: CloseCause.ClosedByPeer, Code: PeerCloseCodes.Blocked } } =>
            new(PeerRequestFailure.BlockedThere, peer, $"Node {peer.ShortText} has blocked this node.", exception),
        IrohConnectionException { Close: { Cause: CloseCause.ClosedLocally, Code: PeerCloseCodes.Blocked } } =>
            new(PeerRequestFailure.BlockedHere, peer, $"Node {peer.ShortText} was blocked meanwhile.", exception),
        IrohConnectionException { Close: { Cause: CloseCause.ClosedLocally, Code: PeerCloseCodes.Stopping } } =>
            new(PeerRequestFailure.Stopping, peer, "This node stops.", exception),
        IrohConnectionException => new(PeerRequestFailure.ConnectionLost, peer, $"Node {peer.ShortText}: {exception.Message}", exception),
        IrohStreamException => new(PeerRequestFailure.Refused, peer, $"Node {peer.ShortText}: {exception.Message}", exception),
        WireException => new(PeerRequestFailure.BadAnswer, peer, $"Node {peer.ShortText} sent no proper answer: {exception.Message}", exception),
        _ => null,
    };
}
