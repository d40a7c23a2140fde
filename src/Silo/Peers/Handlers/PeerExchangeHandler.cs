using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Answers with the peers that are online, and our own id last. The ids that came are claims, and are not dialled.</summary>
internal sealed class PeerExchangeHandler(IrohEndpoint endpoint, PeerDirectory directory) : MessageHandler<PeerExchange>
{
    /// <inheritdoc/>
    protected override Task HandleAsync(InboundRequest request, PeerExchange message, CancellationToken cancellationToken)
    {
        var online = directory.ListOnline().Where(id => id != request.Peer).Take(WireLimits.MaxPeers - 1);
        return request.AnswerAsync(new PeerExchange([.. online.Append(endpoint.Id).Select(id => id.ToString())]), cancellationToken);
    }
}
