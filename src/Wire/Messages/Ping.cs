namespace SoundTime.Wire.Messages;

/// <summary>Asks whether the node is there; answered with a <see cref="Pong"/>, and with a push of its catalogue by Rust nodes.</summary>
public sealed record Ping : Message
{
    private Ping()
    {
    }

    /// <summary>The only one.</summary>
    public static Ping Instance { get; } = new();
}
