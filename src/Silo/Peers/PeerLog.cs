using System.Net;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>What talking to other nodes writes to the log. Event ids are those of the program, from 100.</summary>
internal static partial class PeerLog
{
    [LoggerMessage(100, LogLevel.Error, "The {Work} failed.")]
    public static partial void WorkFailed(this ILogger logger, string work, Exception exception);

    [LoggerMessage(110, LogLevel.Debug, "Node {Peer} connected from {EndPoint}.")]
    public static partial void ConnectionAccepted(this ILogger logger, string peer, IPEndPoint endPoint);

    [LoggerMessage(111, LogLevel.Information, "Node {Peer} was refused a connection: it has {Most} already, all in use.")]
    public static partial void ConnectionRefused(this ILogger logger, string peer, int most);

    [LoggerMessage(112, LogLevel.Warning, "Node {Peer} sent what is no message ({Error}: {Text}); its connection was closed.")]
    public static partial void BadMessage(this ILogger logger, string peer, WireError error, string text);

    [LoggerMessage(113, LogLevel.Information, "Node {Peer} was too slow; its connection was closed: {Text}")]
    public static partial void TooSlow(this ILogger logger, string peer, string text);

    [LoggerMessage(114, LogLevel.Debug, "A stream of node {Peer} ended early: {Text}")]
    public static partial void StreamBroken(this ILogger logger, string peer, string text);

    [LoggerMessage(115, LogLevel.Error, "A message of node {Peer} could not be handled; it was told so.")]
    public static partial void HandlerFailed(this ILogger logger, string peer, Exception exception);

    [LoggerMessage(120, LogLevel.Debug, "Node {Peer} announced {Added} new tracks and {Known} known ones.")]
    public static partial void AnnouncementsRecorded(this ILogger logger, string peer, int added, int known);

    [LoggerMessage(121, LogLevel.Warning, "Node {Peer} announced {Rejected} tracks that cannot be used, besides {Added} new and {Known} known ones; the first: {Reasons}.")]
    public static partial void AnnouncementsRejected(this ILogger logger, string peer, int rejected, int added, int known, string reasons);

    [LoggerMessage(122, LogLevel.Debug, "Node {Peer} asked for a track that cannot be sent ({Length} bytes).")]
    public static partial void TrackNotHeld(this ILogger logger, string peer, long length);

    [LoggerMessage(123, LogLevel.Debug, "Node {Peer} was sent track {Hash}, {Length} bytes.")]
    public static partial void TrackSent(this ILogger logger, string peer, string hash, long length);

    [LoggerMessage(124, LogLevel.Warning, "The file of track {Hash} changed while it was sent to node {Peer}; the sending was given up.")]
    public static partial void TrackChangedWhileSent(this ILogger logger, string peer, string hash);

    [LoggerMessage(130, LogLevel.Debug, "Connected to node {Peer} at {EndPoint} ({Purpose}).")]
    public static partial void Connected(this ILogger logger, string peer, IPEndPoint endPoint, ConnectionPurpose purpose);

    [LoggerMessage(131, LogLevel.Debug, "A connection to node {Peer} has ended: {Text}")]
    public static partial void ConnectionEnded(this ILogger logger, string peer, string text);

    [LoggerMessage(140, LogLevel.Debug, "Node {Peer} was sent our catalogue, {Count} tracks.")]
    public static partial void CataloguePushed(this ILogger logger, string peer, int count);

    [LoggerMessage(141, LogLevel.Information, "Node {Peer} was not sent our whole catalogue: {Text}")]
    public static partial void PushFailed(this ILogger logger, string peer, string text);

    [LoggerMessage(142, LogLevel.Error, "Our catalogue cannot be sent to node {Peer}.")]
    public static partial void PushNotPossible(this ILogger logger, string peer, Exception exception);

    [LoggerMessage(143, LogLevel.Warning, "Too many nodes wait for our catalogue; node {Peer} gets it when it asks again.")]
    public static partial void PushDropped(this ILogger logger, string peer);

    [LoggerMessage(150, LogLevel.Information, "Node {Peer} was not told of track {Hash} and counts as offline: {Text}")]
    public static partial void AnnounceFailed(this ILogger logger, string peer, string hash, string text);

    [LoggerMessage(151, LogLevel.Error, "Track {Hash} cannot be announced.")]
    public static partial void AnnounceNotPossible(this ILogger logger, string hash, Exception exception);

    [LoggerMessage(152, LogLevel.Information, "Many tracks came at once ({Count} and more were not told one by one); {Peers} nodes get the whole catalogue.")]
    public static partial void AnnouncingByPush(this ILogger logger, int count, int peers);

    [LoggerMessage(160, LogLevel.Information, "Seed {Peer} answered: {TrackCount} tracks, version {Version}.")]
    public static partial void SeedAnswered(this ILogger logger, string peer, ulong trackCount, string? version);

    [LoggerMessage(161, LogLevel.Information, "Seed {Peer} is away ({Reason}): {Text}")]
    public static partial void SeedAway(this ILogger logger, string peer, PeerRequestFailure reason, string text);

    [LoggerMessage(170, LogLevel.Debug, "Node {Peer} does not have track {Hash} any more.")]
    public static partial void CopyNotHeld(this ILogger logger, string peer, string hash);

    [LoggerMessage(171, LogLevel.Information, "Node {Peer} did not send track {Hash} ({Reason}): {Text}")]
    public static partial void CopyNotSent(this ILogger logger, string peer, string hash, PeerRequestFailure reason, string text);

    [LoggerMessage(172, LogLevel.Information, "Node {Peer} sent track {Hash}, {Length} bytes.")]
    public static partial void TrackFetched(this ILogger logger, string peer, string hash, long length);

    [LoggerMessage(173, LogLevel.Warning, "Node {Peer} sent wrong bytes for track {Hash}; nothing of them was kept: {Text}")]
    public static partial void WrongBytes(this ILogger logger, string peer, string hash, string text);

    [LoggerMessage(174, LogLevel.Warning, "Node {Peer} broke off sending track {Hash} after {Written} of {Length} bytes; nothing of them was kept: {Text}")]
    public static partial void BrokeOff(this ILogger logger, string peer, string hash, long written, long length, string text);

    [LoggerMessage(175, LogLevel.Error, "Track {Hash} could not be fetched to its end; nothing of it was kept.")]
    public static partial void FetchFailed(this ILogger logger, string hash, Exception exception);
}
