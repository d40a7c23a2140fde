using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Pushes our catalogue to whoever asks for it.</summary>
internal sealed class RequestCatalogHandler(CataloguePush push) : MessageHandler<RequestCatalog>
{
    /// <inheritdoc/>
    protected override Task HandleAsync(InboundRequest request, RequestCatalog message, CancellationToken cancellationToken)
    {
        push.Request(request.Peer);
        return Task.CompletedTask;
    }
}
