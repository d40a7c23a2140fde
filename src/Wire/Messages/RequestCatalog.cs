namespace SoundTime.Wire.Messages;

/// <summary>Asks the node to push its catalogue on connections of its own. Nothing is answered; builds before 2026-02-14 do not know it.</summary>
public sealed record RequestCatalog : Message
{
    private RequestCatalog()
    {
    }

    /// <summary>The only one.</summary>
    public static RequestCatalog Instance { get; } = new();
}
