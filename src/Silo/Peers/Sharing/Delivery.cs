using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Sends messages that have no answer, and tries again when one is lost.</summary>
internal sealed class Delivery(PeerClient client, TimeProvider time)
{
    /// <summary>Pauses between the tries: three tries, as Rust nodes make (protocol sheet, section 1.4).</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>Delivers a message.</summary>
    /// <exception cref="PeerRequestException">The last try failed too, or one failed in a way that another would not change.</exception>
    public Task SendAsync(NodeId peer, Message message, CancellationToken cancellationToken) => SendAsync(peer, Frame.Encode(message), cancellationToken);

    /// <summary>Delivers a message that is encoded already.</summary>
    /// <exception cref="PeerRequestException">The last try failed too, or one failed in a way that another would not change.</exception>
    public async Task SendAsync(NodeId peer, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.SendAsync(peer, frame, cancellationToken);
                return;
            }
            catch (PeerRequestException exception) when (attempt < Pauses.Length && MayPass(exception.Reason))
            {
                await Task.Delay(Pauses[attempt], time, cancellationToken);
            }
        }
    }

    private static bool MayPass(PeerRequestFailure reason) => reason
        is PeerRequestFailure.Unreachable or PeerRequestFailure.ConnectionLost or PeerRequestFailure.Refused or PeerRequestFailure.TooManyConnections;
}
