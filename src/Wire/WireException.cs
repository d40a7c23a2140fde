namespace SoundTime.Wire;

/// <summary>A message could not be read, or was refused by the writer.</summary>
/// <remarks>The text is short and free of what the peer sent, except for printable, truncated names: it can be logged as it is.</remarks>
public sealed class WireException : Exception
{
    /// <summary>An error with its reason and text.</summary>
    public WireException(WireError error, string message)
        : base(message) => Error = error;

    /// <summary>An error with its reason, text and cause.</summary>
    public WireException(WireError error, string message, Exception innerException)
        : base(message, innerException) => Error = error;

    /// <summary>What to branch on.</summary>
    public WireError Error { get; }
}
