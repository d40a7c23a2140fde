namespace SoundTime.Api;

/// <summary>A peer was not added.</summary>
public sealed class AddPeerException : Exception
{
    /// <summary>Says why; the message is for the admin.</summary>
    public AddPeerException(AddPeerFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public AddPeerFailure Reason { get; }
}
