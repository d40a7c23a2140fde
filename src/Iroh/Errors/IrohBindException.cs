namespace SoundTime.Iroh;

/// <summary>An endpoint could not start. The text says what to do.</summary>
public sealed class IrohBindException : Exception
{
    /// <summary>Says why the endpoint could not start.</summary>
    public IrohBindException(BindFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public BindFailure Reason { get; }
}
