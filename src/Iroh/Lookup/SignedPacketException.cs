namespace SoundTime.Iroh.Lookup;

/// <summary>Bytes are no signed packet of the node that they are to be of.</summary>
public sealed class SignedPacketException : Exception
{
    /// <summary>Says what is wrong with the bytes.</summary>
    public SignedPacketException(SignedPacketFailure reason, string message)
        : base(message) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public SignedPacketFailure Reason { get; }
}
