namespace SoundTime.Grains.Peers;

/// <summary>How far this node and a peer know each other's catalogues.</summary>
/// <param name="SentPosition">Up to which change the peer has processed ours; null before first contact.</param>
/// <param name="IsSending">Whether changes are being sent now.</param>
/// <param name="SentSinceStart">Tracks that the peer processed since the sending that runs, or the last one, began.</param>
/// <param name="SentAt">When the peer last had all of ours.</param>
/// <param name="RequestedAt">When the peer was last asked for its whole catalogue.</param>
/// <param name="ReceivedAt">When announcements of the peer were last recorded.</param>
/// <param name="LastPing">What came of the last Ping; null before the first.</param>
public sealed record PeerSync(
    long? SentPosition, bool IsSending, long SentSinceStart, DateTimeOffset? SentAt, DateTimeOffset? RequestedAt, DateTimeOffset? ReceivedAt, PingResult? LastPing);
