namespace SoundTime.Import;

/// <summary>A file could not be imported, or an import could not go on.</summary>
public sealed class ImportException : Exception
{
    /// <summary>Says what failed and what to do next.</summary>
    public ImportException(ImportFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public ImportFailure Reason { get; }
}
