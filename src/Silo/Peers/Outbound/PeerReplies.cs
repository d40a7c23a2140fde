using SoundTime.Grains.Peers;

namespace SoundTime.Silo.Peers;

/// <summary>What grains are told of a request that failed.</summary>
internal static class PeerReplies
{
    /// <summary>The reply for a failure.</summary>
    public static PeerReply Of(PeerRequestFailure reason) => reason switch
    {
        PeerRequestFailure.Unreachable or PeerRequestFailure.ConnectionLost => PeerReply.Unreachable,
        PeerRequestFailure.TimedOut => PeerReply.TimedOut,
        PeerRequestFailure.BlockedThere => PeerReply.BlockedThere,
        PeerRequestFailure.BlockedHere or PeerRequestFailure.BlockListUnreadable => PeerReply.BlockedHere,
        PeerRequestFailure.Refused or PeerRequestFailure.BadAnswer => PeerReply.BadAnswer,
        _ => PeerReply.NotAsked,
    };
}
