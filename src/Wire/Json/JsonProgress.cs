using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>What a <see cref="JsonInput"/> must remember until the next bytes come.</summary>
internal sealed class JsonProgress
{
    /// <summary>One level more than allowed, so that <see cref="JsonInput"/> sees the one too many and can name it.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = WireLimits.MaxDepth + 1 };

    /// <summary>Where the reader stands in the grammar.</summary>
    public JsonReaderState State = new(Options);

    /// <summary>Bytes at the front of the unconsumed input that were read already and are kept for the value in progress.</summary>
    public long Held;

    /// <summary>White space read since the last token.</summary>
    public long SinceToken;

    /// <summary>Whether a value was begun and not finished.</summary>
    public bool InValue;

    /// <summary>Whether the value grew past what its reader wants to keep.</summary>
    public bool Oversized;

    /// <summary>First token of the value.</summary>
    public JsonTokenType ValueKind;

    /// <summary>Depth at which the value ends.</summary>
    public int ValueDepth;
}
