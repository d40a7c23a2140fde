using Microsoft.Extensions.Logging;
using SoundTime.Grains.Peers;

namespace SoundTime.Grains;

/// <summary>What grains write to the log.</summary>
internal static partial class GrainsLog
{
    [LoggerMessage(1, LogLevel.Information, "Peer {Peer} is online: version {Version}, {TrackCount} tracks by its account.")]
    public static partial void PeerOnline(this ILogger logger, string peer, string? version, long? trackCount);

    [LoggerMessage(2, LogLevel.Information, "Peer {Peer} is away ({Reply}): {Reason}")]
    public static partial void PeerAway(this ILogger logger, string peer, PeerReply reply, string? reason);

    [LoggerMessage(3, LogLevel.Information, "Peer {Peer} has blocked this node; it is asked again in an hour at the earliest.")]
    public static partial void BlockedByPeer(this ILogger logger, string peer);

    [LoggerMessage(4, LogLevel.Information, "There is no room for one more peer: {Peer} is not kept.")]
    public static partial void NoRoomForPeer(this ILogger logger, string peer);

    [LoggerMessage(5, LogLevel.Information, "Peer {Peer} was forgotten to make room for another.")]
    public static partial void PeerDisplaced(this ILogger logger, string peer);

    [LoggerMessage(6, LogLevel.Warning, "The block list cannot be read: peer {Peer} is neither asked nor sent anything until it can. This is tried every minute.")]
    public static partial void BlockListUnreadable(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(7, LogLevel.Warning, "The work with peer {Peer} was interrupted; it goes on where it was, and is tried every minute.")]
    public static partial void PeerWorkFailed(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(8, LogLevel.Warning, "The positions of peer {Peer} were written by someone else; its grain starts again from what is stored.")]
    public static partial void PositionsConflict(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(9, LogLevel.Information, "The filter of peer {Peer} is not kept: it has {Length} bytes, and a peer that is not trusted may have {Allowed}. Trust it to keep its filter.")]
    public static partial void FilterTooLarge(this ILogger logger, string peer, int length, int allowed);

    [LoggerMessage(10, LogLevel.Debug, "A filter of peer {Peer} is left out: it came within {Seconds} seconds after another.")]
    public static partial void FilterTooSoon(this ILogger logger, string peer, double seconds);

    [LoggerMessage(11, LogLevel.Debug, "Peer {Peer} did not take our filter in ({Reply}): {Reason} It is sent again later.")]
    public static partial void FilterNotSent(this ILogger logger, string peer, PeerReply reply, string? reason);

    [LoggerMessage(20, LogLevel.Information, "Our whole catalogue, up to change {End}, is sent to peer {Peer}.")]
    public static partial void CatalogueSending(this ILogger logger, string peer, long end);

    [LoggerMessage(21, LogLevel.Information, "Peer {Peer} has processed our whole catalogue, up to change {Position}.")]
    public static partial void CatalogueSent(this ILogger logger, string peer, long position);

    [LoggerMessage(22, LogLevel.Information, "Sending to peer {Peer} stopped after change {Position} ({Reply}): {Reason} It goes on from there.")]
    public static partial void SendingStopped(this ILogger logger, string peer, long position, PeerReply reply, string? reason);

    [LoggerMessage(23, LogLevel.Information, "Peer {Peer} is asked for its catalogue: {Known} of {Said} tracks are known.")]
    public static partial void CatalogueRequested(this ILogger logger, string peer, long known, long? said);

    [LoggerMessage(40, LogLevel.Warning, "Peers cannot be exchanged for the moment; this is tried again.")]
    public static partial void ExchangeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(41, LogLevel.Debug, "Peer {Peer} did not exchange peers ({Reply}): {Reason}")]
    public static partial void ExchangeUnanswered(this ILogger logger, string peer, PeerReply reply, string? reason);

    [LoggerMessage(42, LogLevel.Warning, "Known peers cannot be listed; they are woken when they can be.")]
    public static partial void WakingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(43, LogLevel.Warning, "Contact with peer {Peer} could not go on; it is tried again within minutes.")]
    public static partial void PeerNotWoken(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(44, LogLevel.Warning, "The ids that peer {Peer} named cannot be checked: the store does not answer. They are dropped.")]
    public static partial void NamedPeersDropped(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(45, LogLevel.Warning, "Peer {Peer} named more than {Count} ids that are none within an hour: what it names is ignored for an hour.")]
    public static partial void SenderOfInvalidIds(this ILogger logger, string peer, int count);

    [LoggerMessage(46, LogLevel.Warning, "Peer {Peer} named more than {Count} ids that nobody answers at within an hour: what it names is ignored for an hour.")]
    public static partial void SenderOfSilentIds(this ILogger logger, string peer, int count);

    [LoggerMessage(47, LogLevel.Debug, "The named peer {Peer} could not be asked.")]
    public static partial void NamedPeerNotAsked(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(60, LogLevel.Warning, "Filters of peers cannot be read for {Part} of routing: what is in memory is used as it is. This is tried every minute.")]
    public static partial void FiltersUnreadable(this ILogger logger, Exception exception, string part);

    [LoggerMessage(61, LogLevel.Debug, "{Part} of routing could not be told of peer {Peer}; it finds out by itself within a minute.")]
    public static partial void RoutingNotTold(this ILogger logger, Exception exception, string part, string peer);

    [LoggerMessage(62, LogLevel.Warning, "A question could not be answered from the catalogue of this node.")]
    public static partial void OwnAnswerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(63, LogLevel.Warning, "{Failed} of {Count} parts of routing could not be asked which peers may know an answer.")]
    public static partial void RoutingFailed(this ILogger logger, Exception exception, int failed, int count);

    [LoggerMessage(64, LogLevel.Warning, "The answer of peer {Peer} to a question could not be taken in.")]
    public static partial void AnswerNotTaken(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(65, LogLevel.Warning, "The block list cannot be read: what peers answered to a question is left out.")]
    public static partial void AnswersWithheld(this ILogger logger, Exception exception);

    [LoggerMessage(80, LogLevel.Debug, "What came of a fetch of track {Track} is not kept: the track is gone from the catalogue, or its health is changed by others without end.")]
    public static partial void HealthNotKept(this ILogger logger, string track);

    [LoggerMessage(81, LogLevel.Warning, "The grain of peer {Peer} could not be told of a delivery; the next one counts again.")]
    public static partial void DeliveryNotNoted(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(82, LogLevel.Debug, "The sweep has looked at all {Checked} tracks that peers hold: {Here} are here, {WithoutSource} have no source at the moment, {Restored} were restored.")]
    public static partial void SweepRoundEnded(this ILogger logger, long @checked, long here, long withoutSource, long restored);

    [LoggerMessage(83, LogLevel.Warning, "The health of tracks cannot be looked after at the moment; this is tried every {Minutes} minutes.")]
    public static partial void SweepFailed(this ILogger logger, Exception exception, double minutes);

    [LoggerMessage(84, LogLevel.Information, "The sweep over tracks of peers takes longer than {Minutes} minutes; it goes on, and no second one is begun.")]
    public static partial void SweepStillRunning(this ILogger logger, double minutes);

    [LoggerMessage(85, LogLevel.Warning, "The position of the sweep over tracks was written by someone else; its grain starts again from what is stored.")]
    public static partial void SweepConflict(this ILogger logger, Exception exception);
}
