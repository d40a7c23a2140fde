using System.Buffers;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Sends the bytes of a track: their number as a big-endian u32, then they themselves; 0 says that they are not here (protocol sheet, section
/// 1.2). They go from the file to the network in pieces, never as a whole (weakness W7). A blob that turns out rotten
/// is put away by whoever reads it, so what follows comes from a file of ours, if there is one. What the admin took out is passed on to nobody, though its bytes may be here.
/// </summary>
internal sealed class FetchTrackHandler(
    LocalContent content, ITrackHealthStore healths, ICatalogue catalogue, TimeProvider time, ILogger<FetchTrackHandler> logger) : MessageHandler<FetchTrack>
{
    /// <summary>Read from the file at a time, in bytes.</summary>
    private const int PieceSize = 64 << 10;

    /// <summary>How often the bytes are looked for: a disk on which everything rots at once is not to be fought.</summary>
    private const int MaxLooks = 2;

    private static readonly byte[] NotHeld = new byte[Frame.HeaderBytes];

    /// <inheritdoc/>
    protected override async Task HandleAsync(InboundRequest request, FetchTrack message, CancellationToken cancellationToken)
    {
        await request.Budget.Fetches.WaitAsync(cancellationToken);
        try
        {
            using var limit = new TimeLimit(PeerLimits.Silence, time, cancellationToken);
            if (BlobHash.TryParse(message.Hash, out var hash))
            {
                await AnswerAsync(request, hash, limit, cancellationToken);
            }
            else
            {
                await RefuseAsync(request, 0, limit);
            }
        }
        finally
        {
            request.Budget.Fetches.Release();
        }
    }

    private async Task AnswerAsync(InboundRequest request, BlobHash hash, TimeLimit limit, CancellationToken cancellationToken)
    {
        if (await IsTakenOutAsync(hash, cancellationToken))
        {
            await RefuseAsync(request, 0, limit);
            return;
        }

        var sent = 0L;
        for (var look = 0; look < MaxLooks; look++)
        {
            await using var bytes = await content.OpenAsync(hash, cancellationToken);
            if (bytes is null or { Length: 0 or > WireLimits.MaxBlobBytes })
            {
                await RefuseAsync(request, bytes?.Length ?? 0, limit, sent);
                return;
            }

            bytes.Position = sent;
            try
            {
                await SendAsync(request, hash, bytes, limit, cancellationToken);
                return;
            }
            catch (IOException exception) when (exception.InnerException is BlobException { Reason: BlobFailure.Rotten })
            {
                // What was read before is right, and was sent.
                sent = bytes.Position;
                logger.TrackRottenWhileSent(request.Peer.ShortText, hash.ShortText, sent);
            }
        }

        await RefuseAsync(request, 0, limit, sent);
    }

    /// <summary>A track that became one of ours is not taken out any more.</summary>
    private async Task<bool> IsTakenOutAsync(BlobHash hash, CancellationToken cancellationToken) =>
        (await healths.FindAsync(hash, cancellationToken)).IsTakenOut && await catalogue.FindTrackAsync(hash, cancellationToken) is { IsLocal: false };

    /// <summary>Says that the track is not here; who was sent a part of it is told by a reset, as its length was said already.</summary>
    private async Task RefuseAsync(InboundRequest request, long length, TimeLimit limit, long sent = 0)
    {
        logger.TrackNotHeld(request.Peer.ShortText, length);
        if (sent > 0)
        {
            request.Reset(PeerCloseCodes.ContentChanged);
            return;
        }

        await request.WriteAsync(NotHeld, limit);
    }

    /// <summary>Sends what comes from where the stream stands; before the first bytes, and with them, how many there are.</summary>
    private async Task SendAsync(InboundRequest request, BlobHash hash, Stream bytes, TimeLimit limit, CancellationToken cancellationToken)
    {
        var length = bytes.Length;
        var changedAt = ChangedAt(bytes);
        var buffer = ArrayPool<byte>.Shared.Rent(Frame.HeaderBytes + PieceSize);
        try
        {
            var left = length - bytes.Position;
            var header = left == length ? Frame.HeaderBytes : 0;
            Frame.WriteLength(buffer, (uint)length);
            while (left > 0)
            {
                var read = await bytes.ReadAsync(buffer.AsMemory(header, (int)Math.Min(PieceSize, left)), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                await request.WriteAsync(buffer.AsMemory(0, header + read), limit);
                left -= read;
                header = 0;
            }

            if (left > 0 || bytes.Length != length || ChangedAt(bytes) != changedAt)
            {
                logger.TrackChangedWhileSent(request.Peer.ShortText, hash.ShortText);
                request.Reset(PeerCloseCodes.ContentChanged);
                return;
            }

            logger.TrackSent(request.Peer.ShortText, hash.ShortText, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static DateTime? ChangedAt(Stream bytes) => bytes is FileStream file ? File.GetLastWriteTimeUtc(file.SafeFileHandle) : null;
}
