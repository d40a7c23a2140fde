namespace SoundTime.Api;

/// <summary>The JSON of a request is not as it should be.</summary>
internal sealed class JsonBodyException(int status, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>HTTP status that tells the client.</summary>
    public int Status { get; } = status;
}
