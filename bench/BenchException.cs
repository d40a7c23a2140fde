namespace SoundTime.Bench;

/// <summary>Something could not be measured. The text says why.</summary>
internal sealed class BenchException(string message, Exception? innerException = null) : Exception(message, innerException);
