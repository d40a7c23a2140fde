using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;

namespace SoundTime.Silo.Peers;

/// <summary>What talking to other nodes writes to the log. Event ids are those of the program, from 100.</summary>
internal static partial class PeerLog
{
    [LoggerMessage(100, LogLevel.Error, "The {Work} failed.")]
    public static partial void WorkFailed(this ILogger logger, string work, Exception exception);

    [LoggerMessage(110, LogLevel.Debug, "Node {Peer} connected from {EndPoint}.")]
    public static partial void ConnectionAccepted(this ILogger logger, string peer, string endPoint);

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

    [LoggerMessage(125, LogLevel.Warning, "What is here of track {Hash} turned out wrong behind byte {Position}, while it was sent to node {Peer}; what else is here of it is looked for.")]
    public static partial void TrackRottenWhileSent(this ILogger logger, string peer, string hash, long position);

    [LoggerMessage(130, LogLevel.Debug, "Connected to node {Peer} over {Path} ({Purpose}).")]
    public static partial void Connected(this ILogger logger, string peer, ConnectionPath path, ConnectionPurpose purpose);

    [LoggerMessage(131, LogLevel.Debug, "A connection to node {Peer} has ended: {Text}")]
    public static partial void ConnectionEnded(this ILogger logger, string peer, string text);

    [LoggerMessage(140, LogLevel.Debug, "Node {Peer} was sent {Count} tracks of ours ({Message}).")]
    public static partial void ChangesSent(this ILogger logger, string peer, int count, ChangeMessage message);

    [LoggerMessage(141, LogLevel.Information, "Node {Peer} was not sent tracks of ours: {Text}")]
    public static partial void ChangesNotSent(this ILogger logger, string peer, string text);

    [LoggerMessage(142, LogLevel.Error, "Node {Peer} could not be asked, or sent something, because this node failed.")]
    public static partial void NotAsked(this ILogger logger, string peer, Exception exception);

    [LoggerMessage(143, LogLevel.Error, "Whether our tracks have changed, or who is online, cannot be read; peers are told later.")]
    public static partial void ChangesNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(144, LogLevel.Warning, "The grain of node {Peer} was not told of something that happened; it finds out later.")]
    public static partial void NotNoted(this ILogger logger, string peer, Exception exception);

    [LoggerMessage(EventId = 145, Message = "The filter of node {Peer} cannot be used and was left out, the {Count}. in a row: {Bytes} bytes, said to be {Bits} bits, {Hashes} hashes.")]
    public static partial void FilterRefused(this ILogger logger, LogLevel level, string peer, int count, int bytes, ulong bits, uint hashes);

    [LoggerMessage(146, LogLevel.Debug, "Node {Peer} was sent our filter, version {Version}, {Length} bytes.")]
    public static partial void FilterSent(this ILogger logger, string peer, long version, int length);

    [LoggerMessage(147, LogLevel.Debug, "Our filter was made anew, version {Version}: room for {Capacity} terms, up to kind {LastKind}, in {Seconds:0.0} seconds.")]
    public static partial void FilterMade(this ILogger logger, long version, long capacity, BloomTermKind lastKind, double seconds);

    [LoggerMessage(148, LogLevel.Error, "Our tracks cannot be read, so our filter stays as it is; this is tried again every few seconds.")]
    public static partial void FilterNotMade(this ILogger logger, Exception exception);

    [LoggerMessage(150, LogLevel.Error, "Contact with known nodes could not begin; it is tried again in a moment.")]
    public static partial void ContactsNotBegun(this ILogger logger, Exception exception);

    [LoggerMessage(151, LogLevel.Warning, "Seed {Peer} was not taken in: {Most} nodes are known already, all of them online or named by the admin.")]
    public static partial void SeedNotTaken(this ILogger logger, string peer, int most);

    [LoggerMessage(160, LogLevel.Information, "Node {Peer} is blocked; its connection was closed.")]
    public static partial void BlockedRefused(this ILogger logger, string peer);

    [LoggerMessage(161, LogLevel.Error, "Whether node {Peer} is blocked cannot be read; its connection was closed.")]
    public static partial void BlockListUnreadable(this ILogger logger, string peer, Exception exception);

    [LoggerMessage(162, LogLevel.Information, "Node {Peer} is blocked; {Count} copies that it had announced are gone.")]
    public static partial void CopiesRemoved(this ILogger logger, string peer, int count);

    [LoggerMessage(163, LogLevel.Error, "The block list cannot be enforced now; it is tried again in a moment, and who asks meanwhile is refused.")]
    public static partial void BlocksNotEnforced(this ILogger logger, Exception exception);

    [LoggerMessage(170, LogLevel.Debug, "Node {Peer} does not have track {Hash} any more; its copy is gone.")]
    public static partial void CopyNotHeld(this ILogger logger, string peer, string hash);

    [LoggerMessage(171, LogLevel.Information, "Node {Peer} did not send track {Hash} ({Reason}): {Text}")]
    public static partial void CopyNotSent(this ILogger logger, string peer, string hash, PeerRequestFailure reason, string text);

    [LoggerMessage(172, LogLevel.Information, "Node {Peer} sent track {Hash}, {Length} bytes.")]
    public static partial void TrackFetched(this ILogger logger, string peer, string hash, long length);

    [LoggerMessage(173, LogLevel.Warning, "Node {Peer} sent wrong bytes for track {Hash}; nothing of them was kept: {Text}")]
    public static partial void WrongBytes(this ILogger logger, string peer, string hash, string text);

    [LoggerMessage(174, LogLevel.Warning, "Node {Peer} broke off sending track {Hash} after {Received} bytes: {Text}")]
    public static partial void BrokeOff(this ILogger logger, string peer, string hash, long received, string text);

    [LoggerMessage(175, LogLevel.Error, "Track {Hash} could not be fetched to its end; nothing of it was kept.")]
    public static partial void FetchFailed(this ILogger logger, string hash, Exception exception);

    [LoggerMessage(176, LogLevel.Warning, "What became of the fetching of track {Hash} could not be noted; its health stays as it was.")]
    public static partial void FetchNotNoted(this ILogger logger, string hash, Exception exception);

    [LoggerMessage(177, LogLevel.Information, "Track {Hash} is given up: nobody listens, and {Most} others that nobody listens to are on their way.")]
    public static partial void UnheardGivenUp(this ILogger logger, string hash, int most);

    [LoggerMessage(178, LogLevel.Error, "Whether track {Hash} is here cannot be told.")]
    public static partial void PresenceUnknown(this ILogger logger, string hash, Exception exception);

    [LoggerMessage(179, LogLevel.Warning, "What is here of track {Hash} turned out wrong at byte {Position}; a listener goes on with what is found elsewhere.")]
    public static partial void GoneOnElsewhere(this ILogger logger, string hash, long position, Exception exception);

    [LoggerMessage(180, LogLevel.Warning, "Node {Peer} answered a search with {Rejected} results that cannot be used, besides {Taken} others; the first: {Reason}.")]
    public static partial void ResultsRejected(this ILogger logger, string peer, int rejected, int taken, string reason);

    [LoggerMessage(182, LogLevel.Information, "A search of node {Peer} was refused: {Reason}.")]
    public static partial void SearchRefused(this ILogger logger, string peer, string reason);

    [LoggerMessage(181, LogLevel.Warning, "Filters of peers could not be brought into memory; those peers are asked whatever they have. This is tried again.")]
    public static partial void RoutingNotWoken(this ILogger logger, Exception exception);

    [LoggerMessage(183, LogLevel.Warning, "The health sweep could not be started; tracks of other nodes play, and nobody looks after them meanwhile. This is tried again.")]
    public static partial void SweepNotStarted(this ILogger logger, Exception exception);
}
