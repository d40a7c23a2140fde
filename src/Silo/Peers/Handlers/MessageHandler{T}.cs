using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Handles messages of one type.</summary>
/// <typeparam name="T">The type of message.</typeparam>
internal abstract class MessageHandler<T> : IMessageHandler
    where T : Message
{
    /// <inheritdoc/>
    public Type MessageType => typeof(T);

    /// <inheritdoc/>
    public Task HandleAsync(InboundRequest request, Message message, CancellationToken cancellationToken) =>
        HandleAsync(request, (T)message, cancellationToken);

    /// <summary>Handles a message.</summary>
    protected abstract Task HandleAsync(InboundRequest request, T message, CancellationToken cancellationToken);
}
