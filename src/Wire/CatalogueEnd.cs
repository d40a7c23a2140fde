namespace SoundTime.Wire;

/// <summary>The end of a catalogue that was well-formed as a whole.</summary>
/// <param name="Since">The moment a CatalogDelta names; null after a CatalogSync.</param>
/// <param name="Entries">Number of entries, rejected ones included.</param>
public sealed record CatalogueEnd(DateTimeOffset? Since, int Entries) : MessagePart;
