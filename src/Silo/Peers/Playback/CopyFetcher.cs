using System.Buffers;
using SoundTime.Api;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Fetches one track: asks the peers that say to hold it, one after another, until one begins to send, and takes what that one sends. Nothing
/// is kept before its hash was found right (weakness W5). The copy of a peer that does not have it any more goes (weakness W13).
/// </summary>
internal sealed class CopyFetcher(
    ICatalogue catalogue,
    IPeerStore peers,
    IBlockList blocks,
    BlobStore blobs,
    PeerClient client,
    PeerNotices notices,
    TimeProvider time,
    ILogger<CopyFetcher> logger)
{
    /// <summary>Most peers that are asked for one play; each may take <see cref="PeerClient.AnswerLimit"/> to be found away.</summary>
    private const int MaxCopies = 8;

    /// <summary>Written to the blob at a time, in bytes.</summary>
    private const int PieceSize = 64 << 10;

    /// <summary>Silence after which a peer that has begun to send is given up.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    /// <summary>Slowest sending that is waited for, in bytes a second: a third of what the most compressed music plays at.</summary>
    private const int LeastRate = 2 << 10;

    /// <summary>How long a peer may take to reach <see cref="LeastRate"/> on the average.</summary>
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(30);

    /// <summary>Fetches a track, and hands the blob to <paramref name="opened"/> once its length is known.</summary>
    /// <exception cref="TrackContentException">No peer sends it.</exception>
    /// <exception cref="BlobException">It cannot be kept.</exception>
    /// <exception cref="StorageException">Who has it, or who of them is blocked, cannot be read.</exception>
    public async Task FetchAsync(BlobHash hash, TaskCompletionSource<PendingBlob> opened, CancellationToken cancellationToken)
    {
        var copies = await ListAsync(hash, cancellationToken);
        if (copies.Count == 0)
        {
            throw new TrackContentException(TrackContentFailure.NoCopy, $"No node says to have track {hash.ShortText}.");
        }

        var anyUnreachable = false;
        foreach (var copy in copies)
        {
            var peer = copy.Peer;
            try
            {
                await using var answer = await client.FetchTrackAsync(peer, hash, cancellationToken);
                if (answer.Length is not 0 and { } length)
                {
                    await RequireAnnouncedSizeAsync(copy, length, cancellationToken);
                    await ReceiveAsync(peer, hash, length, answer, opened, cancellationToken);
                    return;
                }

                logger.CopyNotHeld(peer.ShortText, hash.ShortText);
                await catalogue.RemoveCopyAsync(peer, hash, cancellationToken);
            }
            catch (PeerRequestException exception) when (!opened.Task.IsCompleted)
            {
                anyUnreachable |= exception.Reason is not (
                    PeerRequestFailure.Refused or PeerRequestFailure.BlockedThere or PeerRequestFailure.BlockedHere or PeerRequestFailure.BadAnswer);
                logger.CopyNotSent(peer.ShortText, hash.ShortText, exception.Reason, exception.Message);
            }
        }

        throw anyUnreachable
            ? new TrackContentException(TrackContentFailure.PeersUnreachable, $"No node that has track {hash.ShortText} can be reached now.")
            : new TrackContentException(TrackContentFailure.Refused, $"No node that says to have track {hash.ShortText} sends it.");
    }

    /// <summary>
    /// Who is asked, in order: first those that failed no delivery lately, and of these first those that are online, as a liar must not hide an
    /// honest peer. Those that are blocked are passed over.
    /// </summary>
    private async Task<IReadOnlyList<Copy>> ListAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        var copies = await catalogue.ListCopiesAsync(hash, cancellationToken);
        NodeId[] holders = [.. copies.Select(copy => copy.Peer)];
        var blocked = await blocks.FindBlockedAsync(holders, cancellationToken);
        var known = await peers.FindAsync(holders, cancellationToken);
        return
        [
            .. copies.Where(copy => !blocked.Contains(copy.Peer))
                .Select(copy => (Copy: copy, Known: known.GetValueOrDefault(copy.Peer)))
                .OrderBy(copy => copy.Known?.FailedDeliveries ?? 0)
                .ThenByDescending(copy => copy.Known?.IsOnline ?? false)
                .Select(copy => copy.Copy)
                .Take(MaxCopies),
        ];
    }

    /// <summary>A peer that contradicts its own announcement is not believed: the length that a listener is told would be a lie.</summary>
    private async Task RequireAnnouncedSizeAsync(Copy copy, uint length, CancellationToken cancellationToken)
    {
        if (length != copy.FileSize)
        {
            await TellDeliveryAsync(copy.Peer, isGood: false, cancellationToken);
            throw new PeerRequestException(
                PeerRequestFailure.BadAnswer, copy.Peer, $"Node {copy.Peer.ShortText} announced {copy.FileSize} bytes and wants to send {length}.");
        }
    }

    private Task TellDeliveryAsync(NodeId peer, bool isGood, CancellationToken cancellationToken) =>
        notices.TellAsync(peer, (grain, token) => grain.DeliveryEndedAsync(isGood, 0, 0, token), cancellationToken);

    private async Task ReceiveAsync(
        NodeId peer, BlobHash hash, uint length, PeerAnswer answer, TaskCompletionSource<PendingBlob> opened, CancellationToken cancellationToken)
    {
        blobs.EnsureRoomFor(length);
        using var blob = blobs.Begin(hash, length);
        opened.SetResult(blob);
        await TellDeliveryAsync(peer, await TakeAsync(peer, hash, length, answer, blob, cancellationToken), cancellationToken);
    }

    /// <summary>Takes the bytes, and says whether they were those that were asked for.</summary>
    private async Task<bool> TakeAsync(NodeId peer, BlobHash hash, uint length, PeerAnswer answer, PendingBlob blob, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        using var silence = new TimeLimit(SilenceLimit, time, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            int read;
            while ((read = await answer.ReadAsync(buffer, silence.Token)) > 0)
            {
                silence.Pause();
                await blob.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                var elapsed = time.GetElapsedTime(started);
                if (elapsed > RateWindow && blob.Written < length && blob.Written < elapsed.TotalSeconds * LeastRate)
                {
                    return Break($"Node {peer.ShortText} sends less than {LeastRate} bytes a second.", new TimeoutException());
                }

                silence.Restart();
            }

            await blob.CompleteAsync(cancellationToken);
            logger.TrackFetched(peer.ShortText, hash.ShortText, length);
            return true;
        }
        catch (BlobException exception) when (exception.Reason is BlobFailure.HashMismatch or BlobFailure.LengthMismatch)
        {
            logger.WrongBytes(peer.ShortText, hash.ShortText, exception.Message);
            return false;
        }
        catch (PeerRequestException exception)
        {
            return Break(exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (silence.HasPassed)
        {
            return Break($"Node {peer.ShortText} sent nothing for {SilenceLimit.TotalSeconds:0} seconds.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        bool Break(string why, Exception exception)
        {
            logger.BrokeOff(peer.ShortText, hash.ShortText, blob.Written, length, why);
            blob.Fail(new IOException(why, exception));
            return false;
        }
    }
}
