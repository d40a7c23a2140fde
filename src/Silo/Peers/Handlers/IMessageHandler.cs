using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Handles one kind of message (protocol sheet, section 3.2). When it returns, the answer is ended with FIN.</summary>
internal interface IMessageHandler
{
    /// <summary>The kind of message.</summary>
    Type MessageType { get; }

    /// <summary>Handles a message of that kind.</summary>
    Task HandleAsync(InboundRequest request, Message message, CancellationToken cancellationToken);
}
