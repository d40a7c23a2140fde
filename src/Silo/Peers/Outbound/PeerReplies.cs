using SoundTime.Grains.Peers;
using SoundTime.Storage;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>What grains are told of a request: they get an answer, whatever goes wrong.</summary>
internal static class PeerReplies
{
    /// <summary>Has something asked, and makes an answer of whatever goes wrong.</summary>
    public static async Task<T> AnswerAsync<T>(
        this ILogger logger, NodeId peer, Func<Task<T>> ask, Func<PeerReply, string, T> fail, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (PeerRequestException exception)
        {
            return fail(Of(exception.Reason), exception.Message);
        }
        catch (Exception exception) when (exception is StorageException or WireException)
        {
            logger.NotAsked(peer.ShortText, exception);
            return fail(PeerReply.NotAsked, $"This node could not ask: {exception.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return fail(PeerReply.NotAsked, "The asking was stopped.");
        }
    }

    /// <summary>The reply for a failure.</summary>
    public static PeerReply Of(PeerRequestFailure reason) => reason switch
    {
        PeerRequestFailure.Unreachable or PeerRequestFailure.ConnectionLost => PeerReply.Unreachable,
        PeerRequestFailure.TimedOut => PeerReply.TimedOut,
        PeerRequestFailure.BlockedThere => PeerReply.BlockedThere,
        PeerRequestFailure.BlockedHere or PeerRequestFailure.BlockListUnreadable => PeerReply.BlockedHere,
        PeerRequestFailure.Refused or PeerRequestFailure.BadAnswer => PeerReply.BadAnswer,
        _ => PeerReply.NotAsked,
    };
}
