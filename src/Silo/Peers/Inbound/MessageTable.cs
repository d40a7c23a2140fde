using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Which handler takes which message.</summary>
internal sealed class MessageTable(IEnumerable<IMessageHandler> handlers, CatalogueHandler catalogues)
{
    private readonly Dictionary<Type, IMessageHandler> _handlers = handlers.ToDictionary(handler => handler.MessageType);

    /// <summary>Has a message handled. A catalogue comes entry by entry, every other message whole.</summary>
    public async Task HandleAsync(InboundRequest request, InboundMessage message, CancellationToken cancellationToken)
    {
        var first = await message.ReadPartAsync() ?? throw new WireException(WireError.NotJson, "A message without a part.");
        await (first is WholeMessage { Message: var whole }
            ? _handlers[whole.GetType()].HandleAsync(request, whole, cancellationToken)
            : catalogues.HandleAsync(request, first, message, cancellationToken));
    }
}
