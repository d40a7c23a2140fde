using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Handles one stream: reads its message, has it handled, ends the answer. A message that is none ends the connection, as with Rust nodes; a
/// failure of ours resets the stream, so that it never reads as an empty answer.
/// </summary>
internal sealed class StreamHandler(MessageTable table, TimeProvider time, ILogger<StreamHandler> logger)
{
    /// <summary>Handles a stream to its end.</summary>
    public async Task HandleAsync(PeerSession session, IrohStream stream, CancellationToken cancellationToken)
    {
        var peer = session.Peer.ShortText;
        try
        {
            await using var message = new InboundMessage(stream, session.Budget, time, cancellationToken);
            await table.HandleAsync(new InboundRequest(session, stream, time), message, cancellationToken);
            stream.CompleteWrites();
        }
        catch (WireException exception)
        {
            logger.BadMessage(peer, exception.Error, exception.Message);
            await session.Connection.CloseAsync(PeerCloseCodes.BadMessage, exception.Message);
        }
        catch (TimeoutException exception)
        {
            logger.TooSlow(peer, exception.Message);
            await session.Connection.CloseAsync(PeerCloseCodes.TooSlow, exception.Message);
        }
        catch (Exception exception) when (exception is IrohStreamException or IrohConnectionException)
        {
            logger.StreamBroken(peer, exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stream.AbortWrite(PeerCloseCodes.Stopping);
        }
        catch (Exception exception) when (exception is StorageException or PeerNoticeException or BlobException or IOException)
        {
            logger.HandlerFailed(peer, exception);
            stream.AbortWrite(PeerCloseCodes.InternalError);
        }
        catch
        {
            // A fault of the program: the tracker of the work logs it.
            stream.AbortWrite(PeerCloseCodes.InternalError);
            throw;
        }
    }
}
