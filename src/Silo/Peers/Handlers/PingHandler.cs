using SoundTime.Iroh;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Answers a Ping. What its sender lacks of our catalogue is sent by its grain, which knows what that is (weakness W10).</summary>
internal sealed class PingHandler(IrohEndpoint endpoint, ICatalogue catalogue, PeerNotices notices) : MessageHandler<Ping>
{
    /// <inheritdoc/>
    protected override async Task HandleAsync(InboundRequest request, Ping message, CancellationToken cancellationToken)
    {
        var counts = await catalogue.CountAsync(cancellationToken);
        await request.AnswerAsync(new Pong(endpoint.Id.ToString(), (ulong)counts.LocalTracks, ProtocolInfo.Version), cancellationToken);
        request.EndAnswer();
        await notices.TellAsync(request.Peer, (grain, token) => grain.SeenAsync(request.Address, token), cancellationToken);
    }
}
