using System.Buffers;
using SoundTime.Grains.Tracks;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Fetches a track from one peer. What it sends is not trusted: it goes to a <see cref="BlobSource"/>, which keeps nothing before its hash was found right (weakness W5). The copy of a peer that
/// does not have it any more goes (weakness W13).
/// </summary>
internal sealed class CopyFetcher(ICatalogue catalogue, PeerClient client, TimeProvider time, ILogger<CopyFetcher> logger)
{
    /// <summary>Written to the blob at a time, in bytes.</summary>
    private const int PieceSize = 64 << 10;

    /// <summary>Silence after which a peer that has begun to send is given up.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    /// <summary>Asks a peer, and takes what it sends.</summary>
    /// <param name="hash">The track.</param>
    /// <param name="copy">The peer's copy.</param>
    /// <param name="begin">Called when the peer begins to send; gives what takes its bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BlobException">The bytes cannot be kept.</exception>
    /// <exception cref="StorageException">Where the peer is cannot be read.</exception>
    public async Task<CopyAttempt> FetchAsync(BlobHash hash, CopyOffer copy, Func<BlobSource> begin, CancellationToken cancellationToken)
    {
        var peer = NodeId.Parse(copy.Peer);
        try
        {
            await using var answer = await client.FetchTrackAsync(peer, hash, cancellationToken);
            if (answer.Length is 0 or null)
            {
                logger.CopyNotHeld(peer.ShortText, hash.ShortText);
                await catalogue.RemoveCopyAsync(peer, hash, cancellationToken);
                return new CopyAttempt(peer, CopyOutcome.NotHeld) { Failure = CopyFailure.Refused };
            }

            if (answer.Length != copy.FileSize)
            {
                // A peer that contradicts its own announcement is not believed: the length that a listener is told would be a lie.
                logger.WrongBytes(peer.ShortText, hash.ShortText, $"it announced {copy.FileSize} bytes and wants to send {answer.Length}.");
                return new CopyAttempt(peer, CopyOutcome.Failed) { Failure = CopyFailure.WrongBytes };
            }

            using var source = begin();
            var started = time.GetTimestamp();
            var ended = await ReceiveAsync(peer, hash, answer, source, cancellationToken);
            var took = time.GetElapsedTime(started);
            var failure = await JudgeAsync(peer, hash, ended, source, cancellationToken);
            return new CopyAttempt(peer, failure is null ? CopyOutcome.Delivered : CopyOutcome.Failed) { Failure = failure, Source = source, Took = took };
        }
        catch (PeerRequestException exception) when (exception.Reason != PeerRequestFailure.Stopping)
        {
            logger.CopyNotSent(peer.ShortText, hash.ShortText, exception.Reason, exception.Message);
            return FailureOf(exception.Reason) is { } failure
                ? new CopyAttempt(peer, CopyOutcome.Failed) { Failure = failure }
                : new CopyAttempt(peer, CopyOutcome.NotAsked);
        }
    }

    /// <summary>What it says of a copy that its peer did not begin to send it; null if nothing.</summary>
    private static CopyFailure? FailureOf(PeerRequestFailure reason) => reason switch
    {
        PeerRequestFailure.Unreachable or PeerRequestFailure.TimedOut or PeerRequestFailure.ConnectionLost => CopyFailure.Unreachable,
        PeerRequestFailure.Refused or PeerRequestFailure.BlockedThere or PeerRequestFailure.BadAnswer => CopyFailure.Refused,
        _ => null,
    };

    /// <summary>Says why what came is not the track; null if it is, and is kept.</summary>
    private async Task<CopyFailure?> JudgeAsync(NodeId peer, BlobHash hash, CopyFailure? ended, BlobSource source, CancellationToken cancellationToken)
    {
        // Where all bytes are here, and no more, it does not matter how the stream ended.
        if (ended is CopyFailure.WrongBytes || (ended is not null && !source.IsWhole))
        {
            return ended;
        }

        try
        {
            await source.CompleteAsync(cancellationToken);
            logger.TrackFetched(peer.ShortText, hash.ShortText, source.Received);
            return null;
        }
        catch (BlobException exception) when (IsOfSource(exception))
        {
            logger.WrongBytes(peer.ShortText, hash.ShortText, exception.Message);
            return CopyFailure.WrongBytes;
        }
    }

    /// <summary>Takes bytes to their end, and says why that came early; null if the peer ended them.</summary>
    private async Task<CopyFailure?> ReceiveAsync(NodeId peer, BlobHash hash, PeerAnswer answer, BlobSource source, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        using var silence = new TimeLimit(SilenceLimit, time, cancellationToken);
        var rate = new ArrivalRate();
        try
        {
            while (true)
            {
                var asked = time.GetTimestamp();
                var read = await answer.ReadAsync(buffer, silence.Token);
                if (read == 0)
                {
                    return null;
                }

                silence.Pause();
                await source.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                if (!rate.Note(read, time.GetElapsedTime(asked)) && !source.IsWhole)
                {
                    return Broken(CopyFailure.Stalled, $"it sends less than {ArrivalRate.Least} bytes a second.");
                }

                silence.Restart();
            }
        }
        catch (BlobException exception) when (IsOfSource(exception))
        {
            logger.WrongBytes(peer.ShortText, hash.ShortText, exception.Message);
            return CopyFailure.WrongBytes;
        }
        catch (PeerRequestException exception) when (FailureOf(exception.Reason) is not null)
        {
            return Broken(CopyFailure.BrokeOff, exception.Message);
        }
        catch (OperationCanceledException) when (silence.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            return Broken(CopyFailure.Stalled, $"it sent nothing for {SilenceLimit.TotalSeconds:0} seconds.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        CopyFailure Broken(CopyFailure failure, string why)
        {
            logger.BrokeOff(peer.ShortText, hash.ShortText, source.Received, why);
            return failure;
        }
    }

    private static bool IsOfSource(BlobException exception) => exception.Reason is BlobFailure.HashMismatch or BlobFailure.LengthMismatch;
}
