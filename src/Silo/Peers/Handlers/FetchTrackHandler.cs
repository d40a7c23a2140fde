using System.Buffers;
using SoundTime.Storage;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Sends the bytes of a track: their number as a big-endian u32, then they themselves; 0 says that they are not here (protocol sheet, section
/// 1.2). They go from the file to the network in pieces, never as a whole (weakness W7).
/// </summary>
internal sealed class FetchTrackHandler(LocalContent content, TimeProvider time, ILogger<FetchTrackHandler> logger) : MessageHandler<FetchTrack>
{
    /// <summary>Read from the file at a time, in bytes.</summary>
    private const int PieceSize = 64 << 10;

    private static readonly byte[] NotHeld = new byte[Frame.HeaderBytes];

    /// <inheritdoc/>
    protected override async Task HandleAsync(InboundRequest request, FetchTrack message, CancellationToken cancellationToken)
    {
        await request.Budget.Fetches.WaitAsync(cancellationToken);
        try
        {
            await using var bytes = BlobHash.TryParse(message.Hash, out var hash) ? await content.OpenAsync(hash, cancellationToken) : null;
            using var limit = new TimeLimit(PeerLimits.Silence, time, cancellationToken);
            if (bytes is null or { Length: 0 or > WireLimits.MaxBlobBytes })
            {
                logger.TrackNotHeld(request.Peer.ShortText, bytes?.Length ?? 0);
                await request.WriteAsync(NotHeld, limit);
            }
            else
            {
                await SendAsync(request, hash, bytes, limit, cancellationToken);
            }
        }
        finally
        {
            request.Budget.Fetches.Release();
        }
    }

    private async Task SendAsync(InboundRequest request, BlobHash hash, Stream bytes, TimeLimit limit, CancellationToken cancellationToken)
    {
        var length = bytes.Length;
        var changedAt = ChangedAt(bytes);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            Frame.WriteLength(buffer, (uint)length);
            await request.WriteAsync(buffer.AsMemory(0, Frame.HeaderBytes), limit);
            var left = length;
            while (left > 0)
            {
                var read = await bytes.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                await request.WriteAsync(buffer.AsMemory(0, read), limit);
                left -= read;
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
