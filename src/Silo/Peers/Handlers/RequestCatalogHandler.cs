using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Has our whole catalogue sent to whoever asks for it. The end of the answer says that this is not forgotten any more.</summary>
internal sealed class RequestCatalogHandler(PeerNotices notices) : MessageHandler<RequestCatalog>
{
    /// <inheritdoc/>
    protected override Task HandleAsync(InboundRequest request, RequestCatalog message, CancellationToken cancellationToken) =>
        notices.RequireAsync(request.Peer, (grain, token) => grain.CatalogueRequestedAsync(token), cancellationToken);
}
