namespace SoundTime.Storage.Blobs;

/// <summary>A blob could not be kept or read. Nothing half-written is left behind.</summary>
public sealed class BlobException : Exception
{
    /// <summary>Says what failed and why.</summary>
    public BlobException(BlobFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public BlobFailure Reason { get; }

    /// <summary>Says in our words what the file system reported.</summary>
    internal static BlobException From(Exception error, string path) =>
        FileErrors.IsDiskFull(error)
            ? new BlobException(BlobFailure.DiskFull, $"The disk that holds {path} is full. Free some space.", error)
            : new BlobException(
                BlobFailure.NotAccessible,
                $"{path} cannot be read or written by user '{Environment.UserName}': {error.Message} Check the disk and the rights of this user.",
                error);
}
