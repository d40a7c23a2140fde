namespace SoundTime.Wire.Messages;

/// <summary>The filter over the words of the sender's catalogue, replacing its earlier one. Nothing is answered.</summary>
/// <param name="Bloom">The filter.</param>
public sealed record BloomExchange(BloomFilterData Bloom) : Message;
