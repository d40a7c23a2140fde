using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Refuses searches: an empty answer would say that nothing was found, which is not known.</summary>
internal sealed class SearchQueryHandler : MessageHandler<SearchQuery>
{
    /// <inheritdoc/>
    protected override Task HandleAsync(InboundRequest request, SearchQuery message, CancellationToken cancellationToken)
    {
        request.Reset(PeerCloseCodes.NotOffered);
        return Task.CompletedTask;
    }
}
