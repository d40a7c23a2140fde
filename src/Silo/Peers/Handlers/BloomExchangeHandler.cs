using System.Runtime.InteropServices;
using SoundTime.Grains.Peers;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Has the filter of a peer kept. One that contradicts itself is left out (weakness W3); the one before stays.</summary>
internal sealed class BloomExchangeHandler(PeerNotices notices, ILogger<BloomExchangeHandler> logger) : MessageHandler<BloomExchange>
{
    /// <inheritdoc/>
    protected override Task HandleAsync(InboundRequest request, BloomExchange message, CancellationToken cancellationToken)
    {
        var filter = message.Bloom;
        if (!filter.IsConsistent)
        {
            logger.FilterRefused(request.Peer.ShortText, filter.Bitmap.Length, filter.BitmapBits, filter.NumHashes);
            return Task.CompletedTask;
        }

        var parameters = new FilterParameters(
            (int)filter.NumHashes, [filter.FirstKey.K0, filter.FirstKey.K1, filter.SecondKey.K0, filter.SecondKey.K1], filter.ItemCount);
        return notices.RequireAsync(request.Peer, (grain, token) => grain.FilterArrivedAsync(parameters, BytesOf(filter.Bitmap), token), cancellationToken);
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> bitmap) =>
        MemoryMarshal.TryGetArray(bitmap, out var array) && array.Array is { } bytes && bytes.Length == bitmap.Length ? bytes : bitmap.ToArray();
}
