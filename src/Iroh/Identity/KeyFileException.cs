namespace SoundTime.Iroh.Identity;

/// <summary>The node's key could not be had. The text says what to do; it never shows the key.</summary>
public sealed class KeyFileException : Exception
{
    /// <summary>Says what is wrong with the file.</summary>
    public KeyFileException(KeyFileFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public KeyFileFailure Reason { get; }
}
