namespace SoundTime.Relay.Addresses;

/// <summary>A published packet, verified.</summary>
/// <param name="Payload">All but the key, as it was published and is given out.</param>
/// <param name="PublishedAt">When it came here.</param>
internal sealed record StoredPacket(ReadOnlyMemory<byte> Payload, DateTimeOffset PublishedAt);
