using System.Buffers;
using System.Collections.Concurrent;
using SoundTime.Api;
using SoundTime.Blake3;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Gets one cover into the blobs: asks the peers that named it, one after another. Kept is only what has the right hash and is an image by its
/// first bytes (weakness W32); anything else never becomes a blob.
/// </summary>
internal sealed class CoverDownload(ICoverStore covers, BlobStore blobs, PeerClient client, TimeProvider time, ILogger<CoverDownload> logger)
{
    /// <summary>Largest cover, in bytes.</summary>
    public const int MaxBytes = 10 << 20;

    /// <summary>Most peers that are asked in one try.</summary>
    public const int MaxAsked = 4;

    /// <summary>Peers to choose from: each try begins with others.</summary>
    private const int MaxHolders = 16;

    /// <summary>Bytes read at a time.</summary>
    private const int PieceSize = 64 << 10;

    /// <summary>How long one peer may take for all of it: 10 MiB at 1.4 Mbit/s.</summary>
    private static readonly TimeSpan PeerLimit = TimeSpan.FromMinutes(1);

    /// <summary>Gets the cover.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="tries">How often it was asked for in vain.</param>
    /// <param name="away">Peers that do not answer now, or not with what was asked for: they are not asked, and those that turn out so are added.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BlobException">It cannot be kept here.</exception>
    public async Task<CoverOutcome> RunAsync(BlobHash hash, int tries, ConcurrentDictionary<NodeId, PeerRequestFailure> away, CancellationToken cancellationToken)
    {
        if (blobs.OpenRead(hash) is { } blob)
        {
            await using (blob)
            {
                return await IsCoverAsync(blob, cancellationToken) ? CoverOutcome.Here : CoverOutcome.NotAnImage;
            }
        }

        var holders = await covers.ListHoldersAsync(hash, MaxHolders, cancellationToken);
        var first = tries * MaxAsked % Math.Max(holders.Count, 1);
        foreach (var peer in holders.Skip(first).Concat(holders.Take(first)).Where(peer => !away.ContainsKey(peer)).Take(MaxAsked))
        {
            try
            {
                if (await AskAsync(peer, hash, cancellationToken) is var outcome and not CoverOutcome.NotSent)
                {
                    return outcome;
                }
            }
            catch (PeerRequestException exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.CoverNotSent(peer.ShortText, hash.ShortText, exception.Reason, exception.Message);
                // One that sends wrong bytes, slowly, would otherwise hold both places with cover after cover.
                if (exception.Reason is not (PeerRequestFailure.Refused or PeerRequestFailure.TooManyConnections))
                {
                    away.TryAdd(peer, exception.Reason);
                }
            }
        }

        return CoverOutcome.NotSent;
    }

    private static async Task<bool> IsCoverAsync(Stream blob, CancellationToken cancellationToken)
    {
        var start = new byte[ImageType.BytesNeeded];
        var read = await blob.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return blob.Length <= MaxBytes && ImageType.Of(start.AsSpan(0, read)) is not null;
    }

    private async Task<CoverOutcome> AskAsync(NodeId peer, BlobHash hash, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(PeerLimit, time, cancellationToken);
        try
        {
            await using var answer = await client.FetchTrackAsync(peer, hash, limit.Token);
            if (answer.Length is not (> 0 and <= MaxBytes and var length))
            {
                logger.CoverLengthRefused(peer.ShortText, hash.ShortText, answer.Length ?? 0, MaxBytes);
                return CoverOutcome.NotSent;
            }

            return await ReceiveAsync(hash, length, answer, limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.HasPassed)
        {
            throw new PeerRequestException(
                PeerRequestFailure.TimedOut, peer, $"Node {peer.ShortText} did not send a cover within {PeerLimit.TotalSeconds:0} seconds.", exception);
        }
        catch (BlobException exception) when (exception.Reason is BlobFailure.HashMismatch or BlobFailure.LengthMismatch)
        {
            throw new PeerRequestException(PeerRequestFailure.BadAnswer, peer, $"Node {peer.ShortText} sent other bytes: {exception.Message}", exception);
        }
    }

    private async Task<CoverOutcome> ReceiveAsync(BlobHash hash, uint length, PeerAnswer answer, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            int filled = 0, read;
            while (filled < ImageType.BytesNeeded && (read = await answer.ReadAsync(buffer.AsMemory(filled), cancellationToken)) > 0)
            {
                filled += read;
            }

            if (ImageType.Of(buffer.AsSpan(0, filled)) is null)
            {
                return await HasHashAsync(hash, length, answer, buffer, filled, cancellationToken) ? CoverOutcome.NotAnImage : CoverOutcome.NotSent;
            }

            blobs.EnsureRoomFor(length);
            using var blob = blobs.Begin(hash, length, BlobPlace.Kept);
            using var source = blob.BeginSource(isHeard: false);
            for (read = filled; read > 0; read = await answer.ReadAsync(buffer, cancellationToken))
            {
                await source.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            await source.CompleteAsync(cancellationToken);
            return CoverOutcome.Here;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads what is no image to its end, and keeps nothing: with the right hash, no other peer can have an image of it; with another one, this
    /// peer does not have the cover.
    /// </summary>
    private static async Task<bool> HasHashAsync(BlobHash hash, uint length, PeerAnswer answer, byte[] buffer, int filled, CancellationToken cancellationToken)
    {
        var hasher = new Blake3Hasher();
        long total = 0;
        for (var read = filled; read > 0 && total <= length; read = await answer.ReadAsync(buffer, cancellationToken))
        {
            hasher.Update(buffer.AsSpan(0, read));
            total += read;
        }

        var found = new byte[BlobHash.Size];
        hasher.Finish(found);
        return total == length && new BlobHash(found) == hash;
    }
}
