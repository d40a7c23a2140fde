namespace SoundTime.Wire.Messages;

/// <summary>Asks for tracks that match a text; answered with <see cref="SearchResults"/>.</summary>
/// <param name="RequestId">Echoed in the answer; a lower-case UUID in genuine traffic.</param>
/// <param name="Query">The text to search for.</param>
/// <param name="Limit">Most results wanted; whoever answers applies a cap of its own (weakness W30).</param>
public sealed record SearchQuery(string RequestId, string Query, uint Limit) : Message;
