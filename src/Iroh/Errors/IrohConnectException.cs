using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>A node could not be connected to.</summary>
public sealed class IrohConnectException : IOException
{
    /// <summary>Says why the node could not be connected to.</summary>
    public IrohConnectException(ConnectFailure reason, NodeId node, string message, Exception? innerException = null)
        : base(message, innerException) => (Reason, Node) = (reason, node);

    /// <summary>Why, to branch on.</summary>
    public ConnectFailure Reason { get; }

    /// <summary>The node that was dialled.</summary>
    public NodeId Node { get; }
}
