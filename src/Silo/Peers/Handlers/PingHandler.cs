using SoundTime.Iroh;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Answers a Ping, and pushes our catalogue, as its sender expects.</summary>
internal sealed class PingHandler(IrohEndpoint endpoint, ICatalogue catalogue, CataloguePush push) : MessageHandler<Ping>
{
    /// <inheritdoc/>
    protected override async Task HandleAsync(InboundRequest request, Ping message, CancellationToken cancellationToken)
    {
        var counts = await catalogue.CountAsync(cancellationToken);
        await request.AnswerAsync(new Pong(endpoint.Id.ToString(), (ulong)counts.LocalTracks, ProtocolInfo.Version), cancellationToken);
        push.Request(request.Peer);
    }
}
