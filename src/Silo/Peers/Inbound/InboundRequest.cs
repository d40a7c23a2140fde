using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>A message that a peer sent, as its handler sees it: from whom, and where an answer goes.</summary>
internal sealed class InboundRequest(PeerSession session, IrohStream stream, TimeProvider time)
{
    /// <summary>The key that the peer proved to hold.</summary>
    public NodeId Peer => session.Peer;

    /// <summary>Where the peer is now: <c>address:port</c>, or the URL of a relay.</summary>
    public string Address => session.Connection.Path.ToString();

    /// <summary>The peer's share of this node.</summary>
    public PeerBudget Budget => session.Budget;

    /// <summary>Writes a message as the answer.</summary>
    public async Task AnswerAsync(Message message, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(PeerLimits.Silence, time, cancellationToken);
        await WriteAsync(Frame.Encode(message), limit);
    }

    /// <summary>Writes a part of the answer. Only the waiting counts: <paramref name="limit"/> begins anew with each part.</summary>
    /// <exception cref="TimeoutException">The peer takes nothing. The stream has been reset.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, TimeLimit limit)
    {
        limit.Restart();
        try
        {
            await stream.WriteAsync(bytes, limit.Token);
        }
        catch (OperationCanceledException) when (limit.HasPassed)
        {
            throw new TimeoutException($"The peer took no byte of the answer for {PeerLimits.Silence.TotalSeconds:0} seconds.");
        }

        limit.Pause();
    }

    /// <summary>Ends the answer before the handler is done, so that the peer does not wait for what is no business of its.</summary>
    public void EndAnswer() => stream.CompleteWrites();

    /// <summary>Gives the answer up, so that the peer cannot take it for a whole one.</summary>
    public void Reset(ulong code) => stream.AbortWrite(code);
}
