namespace SoundTime.Iroh.Relays;

/// <summary>How this node stands with one relay, for people to read.</summary>
/// <param name="Url">Which relay.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsHome">Whether this node is reached through it.</param>
/// <param name="Latency">The last round trip to it; null before the first.</param>
/// <param name="Since">Since when it stands so.</param>
/// <param name="Problem">The last failure, in a sentence; null after a success.</param>
public sealed record RelayStatus(RelayUrl Url, RelayState State, bool IsHome, TimeSpan? Latency, DateTimeOffset Since, string? Problem);
