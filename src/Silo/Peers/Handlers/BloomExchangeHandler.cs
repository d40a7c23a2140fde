using System.Runtime.InteropServices;
using SoundTime.Grains.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Has the filter of a peer kept. One that contradicts itself is left out (weakness W3), counted against the peer, and the one before stays; a peer that sends
/// such filters only has its connection closed.
/// </summary>
internal sealed class BloomExchangeHandler(PeerNotices notices, ILogger<BloomExchangeHandler> logger) : MessageHandler<BloomExchange>
{
    /// <summary>Filters in a row that cannot be used, after which the connection is closed as for a message that is none.</summary>
    public const int MaxRefused = 3;

    /// <inheritdoc/>
    protected override Task HandleAsync(InboundRequest request, BloomExchange message, CancellationToken cancellationToken)
    {
        var filter = message.Bloom;
        if (!filter.IsConsistent)
        {
            return RefuseAsync(request, filter, cancellationToken);
        }

        var parameters = new FilterParameters(
            (int)filter.NumHashes, [filter.FirstKey.K0, filter.FirstKey.K1, filter.SecondKey.K0, filter.SecondKey.K1], filter.ItemCount);
        return notices.RequireAsync(request.Peer, (grain, token) => grain.FilterArrivedAsync(parameters, BytesOf(filter.Bitmap), token), cancellationToken);
    }

    private async Task RefuseAsync(InboundRequest request, BloomFilterData filter, CancellationToken cancellationToken)
    {
        var count = 0;
        await notices.RequireAsync(request.Peer, async (grain, token) => count = await grain.FilterRefusedAsync(token), cancellationToken);
        logger.FilterRefused(
            count == 1 ? LogLevel.Warning : LogLevel.Debug, request.Peer.ShortText, count, filter.Bitmap.Length, filter.BitmapBits, filter.NumHashes);
        if (count >= MaxRefused)
        {
            throw new WireException(WireError.OutOfRange, $"{count} filters in a row that cannot be used.");
        }
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> bitmap) =>
        MemoryMarshal.TryGetArray(bitmap, out var array) && array.Array is { } bytes && bytes.Length == bitmap.Length ? bytes : bitmap.ToArray();
}
