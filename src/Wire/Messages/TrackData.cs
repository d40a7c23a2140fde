namespace SoundTime.Wire.Messages;

/// <summary>A message that no build sends and every build ignores; read so that it does no harm.</summary>
/// <param name="Hash">The blob's hash.</param>
/// <param name="Size">The blob's size in bytes.</param>
public sealed record TrackData(string Hash, ulong Size) : Message;
