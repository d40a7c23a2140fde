namespace SoundTime.Api;

/// <summary>
/// The form of an upload is not as it should be. Not an <see cref="IOException"/>, so that who reads the form's bytes does not take it
/// for trouble of their own with a disk.
/// </summary>
internal sealed class UploadException(int status, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>HTTP status that tells the client.</summary>
    public int Status { get; } = status;
}
