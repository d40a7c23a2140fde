using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Takes messages that ask for nothing here: answers that come as requests, and filters, which are not used.</summary>
/// <typeparam name="T">The type of message.</typeparam>
internal sealed class IgnoredMessageHandler<T> : MessageHandler<T>
    where T : Message
{
    /// <inheritdoc/>
    protected override Task HandleAsync(InboundRequest request, T message, CancellationToken cancellationToken) => Task.CompletedTask;
}
