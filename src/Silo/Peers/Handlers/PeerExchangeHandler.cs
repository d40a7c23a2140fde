using SoundTime.Iroh;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Answers with the peers that are online, and our own id last. The ids that came are claims, for the exchange's grain to look into.</summary>
internal sealed class PeerExchangeHandler(IrohEndpoint endpoint, IPeerStore peers, PeerNotices notices) : MessageHandler<PeerExchange>
{
    /// <inheritdoc/>
    protected override async Task HandleAsync(InboundRequest request, PeerExchange message, CancellationToken cancellationToken)
    {
        var online = (await peers.ListOnlineAsync(cancellationToken)).Where(id => id != request.Peer).Take(WireLimits.MaxPeers - 1);
        await request.AnswerAsync(new PeerExchange([.. online.Append(endpoint.Id).Select(id => id.ToString())]), cancellationToken);
        request.EndAnswer();
        if (message.Peers.Count > 0)
        {
            await notices.TellExchangeAsync(
                request.Peer, (grain, token) => grain.PeersNamedAsync(request.Peer.ToString(), [.. message.Peers], token), cancellationToken);
        }
    }
}
