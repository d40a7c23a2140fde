namespace SoundTime.Interop.Tests.Support;

/// <summary>What a peer sent and got back: the length of the latter, and both hashes (SHA-256, hex).</summary>
internal sealed record PeerExchange(long Length, string Sent, string Received);
