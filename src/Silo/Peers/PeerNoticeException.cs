namespace SoundTime.Silo.Peers;

/// <summary>A grain was not told what happened, or nobody knows whether it was.</summary>
internal sealed class PeerNoticeException(string message, Exception innerException) : Exception(message, innerException);
