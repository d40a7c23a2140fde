namespace SoundTime.Wire.Messages;

/// <summary>The answer to a <see cref="Ping"/>.</summary>
/// <param name="NodeId">The id that the node gives itself; the TLS key is its real one (weakness W19).</param>
/// <param name="TrackCount">Number of tracks it has itself.</param>
/// <param name="Version">Its version; absent in builds before 2026-02-10.</param>
public sealed record Pong(string NodeId, ulong TrackCount, string? Version) : Message;
