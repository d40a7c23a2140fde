using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Does on the network what grains ask for. Whom a peer says to be counts for nothing: it is the key that it proved to hold (weakness W19).</summary>
internal sealed class PeerLink(IrohEndpoint endpoint, IPeerStore peers, PeerClient client, ChangeSender changes, FilterSender filters, ILogger<PeerLink> logger) : IPeerLink
{
    /// <inheritdoc/>
    public NodeId Self => endpoint.Id;

    /// <inheritdoc/>
    public Task<PingResult> PingAsync(NodeId peer, CancellationToken cancellationToken) => logger.AnswerAsync(
        peer,
        async () =>
        {
            var pong = await client.PingAsync(peer, cancellationToken);
            var version = pong.Version is { Length: > PeerRecord.MaxVersionLength } tooLong ? tooLong[..PeerRecord.MaxVersionLength] : pong.Version;
            return new PingResult(PeerReply.Done, (long)Math.Min(pong.TrackCount, long.MaxValue), version, null);
        },
        (reply, text) => new PingResult(reply, null, null, text),
        cancellationToken);

    /// <inheritdoc/>
    public Task<SentChanges> SendChangesAsync(NodeId peer, long after, ChangeMessage message, DateTimeOffset? since, CancellationToken cancellationToken) =>
        logger.AnswerAsync(
            peer,
            () => changes.SendAsync(peer, after, message, since, cancellationToken),
            (reply, text) => new SentChanges(reply, after, 0, IsEnd: false, text),
            cancellationToken);

    /// <inheritdoc/>
    public Task<SentFilter> SendFilterAsync(NodeId peer, long known, CancellationToken cancellationToken) => logger.AnswerAsync(
        peer, () => filters.SendAsync(peer, known, cancellationToken), (reply, text) => new SentFilter(reply, 0, text), cancellationToken);

    /// <inheritdoc/>
    public Task<PeerReply> RequestCatalogueAsync(NodeId peer, CancellationToken cancellationToken) => logger.AnswerAsync(
        peer,
        async () =>
        {
            await client.RequestCatalogueAsync(peer, cancellationToken);
            return PeerReply.Done;
        },
        (reply, _) => reply,
        cancellationToken);

    /// <inheritdoc/>
    public Task<ExchangedPeers> ExchangePeersAsync(NodeId peer, CancellationToken cancellationToken) => logger.AnswerAsync(
        peer,
        async () =>
        {
            var online = await peers.ListOnlineAsync(cancellationToken);
            string[] known = [.. online.Where(id => id != peer).Take(WireLimits.MaxPeers).Select(id => id.ToString())];
            return new ExchangedPeers(PeerReply.Done, await client.ExchangePeersAsync(peer, known, cancellationToken), null);
        },
        (reply, text) => new ExchangedPeers(reply, [], text),
        cancellationToken);
}
