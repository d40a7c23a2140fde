namespace SoundTime.Iroh.Relays;

/// <summary>A relay cannot be used; the message says what to do next.</summary>
internal sealed class RelayException(RelayFailure reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public RelayFailure Reason { get; } = reason;
}
