namespace SoundTime.Wire.Json;

/// <summary>The reader of what stands behind a message's name.</summary>
internal interface IBody
{
    /// <summary>Whether the body was read to its end.</summary>
    bool IsEnded { get; }

    /// <summary>The part that is handed out once the whole message has turned out well-formed.</summary>
    MessagePart Last { get; }

    /// <summary>Reads on. True with a part, or with null at the end of the body; false when more bytes are needed.</summary>
    bool TryRead(ref JsonInput input, out MessagePart? part);
}
