using SoundTime.Grains.Peers;

namespace SoundTime.Silo.Peers;

/// <summary>Says to the admin why a peer did not answer.</summary>
internal static class PeerReplyText
{
    /// <summary>What was noted about it, or the reason in words.</summary>
    public static string Of(PingResult ping) => string.IsNullOrWhiteSpace(ping.Text) ? Of(ping.Reply) : ping.Text;

    private static string Of(PeerReply reply) => reply switch
    {
        PeerReply.Unreachable => "it cannot be reached",
        PeerReply.TimedOut => "it did not answer in time",
        PeerReply.BlockedThere => "it has blocked this node",
        PeerReply.BlockedHere => "it is blocked here, or the block list cannot be read",
        PeerReply.BadAnswer => "its answer is none",
        PeerReply.NotAsked => "this node could not ask it; its log says why",
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, null),
    };
}
