using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>An answer of a peer: its length has come, its bytes may still be on their way. To be disposed.</summary>
internal sealed class PeerAnswer(NodeId peer, ConnectionLease lease, IrohStream stream, uint? length) : IAsyncDisposable
{
    /// <summary>Most bytes that are passed over where no answer is expected: a nod, in whatever form later nodes may send one.</summary>
    private const int MaxIgnoredBytes = 4 << 10;

    /// <summary>Bytes of an answer for which there is room before the first of them has come.</summary>
    private const int FirstBufferBytes = 16 << 10;

    private bool _isRead;

    /// <summary>The length that the answer says to have; null for an answer of nothing at all.</summary>
    public uint? Length => length;

    /// <summary>Reads what is there of the bytes behind the length, or waits for the first; 0 at their end.</summary>
    /// <exception cref="PeerRequestException">The peer gave up, or the connection was lost.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            _isRead |= read == 0;
            return read;
        }
        catch (IOException exception)
        {
            throw PeerRequestException.From(exception, peer) ?? (Exception)exception;
        }
    }

    /// <summary>Reads a message to the end of the stream.</summary>
    /// <param name="maxBytes">Longest message that is taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PeerRequestException">It is longer than said or allowed, or no message.</exception>
    public async Task<Message> ReadMessageAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (length is not { } count || count == 0 || count > maxBytes)
        {
            throw Bad($"an answer of {length ?? 0} bytes, expected are 1 to {maxBytes}");
        }

        // One byte more, to see the end or what is too much. Who says to send much and sends little takes little memory.
        var longest = (int)count + 1;
        var buffer = new byte[Math.Min(longest, FirstBufferBytes)];
        var filled = 0;
        while (filled < longest && await ReadAsync(buffer.AsMemory(filled), cancellationToken) is var read and > 0)
        {
            filled += read;
            if (filled == buffer.Length && filled < longest)
            {
                Array.Resize(ref buffer, Math.Min(longest, 2 * filled));
            }
        }

        if (filled != count)
        {
            throw Bad($"the answer has {(filled > count ? "more" : "fewer")} bytes than the {count} that it says");
        }

        try
        {
            return MessageParser.Parse(buffer.AsSpan(0, filled));
        }
        catch (WireException exception)
        {
            throw PeerRequestException.From(exception, peer)!;
        }
    }

    /// <summary>
    /// Waits for the end of the peer's side, where no answer is expected: the end alone says that a message was processed (protocol sheet, section 1.4),
    /// whatever comes before it.
    /// </summary>
    /// <exception cref="PeerRequestException">The peer sends on and on, gave up, or the connection was lost.</exception>
    public async Task ReadEndAsync(CancellationToken cancellationToken)
    {
        if (length is null)
        {
            return;
        }

        var ignored = new byte[MaxIgnoredBytes];
        var total = 0;
        while (await ReadAsync(ignored, cancellationToken) is var read and > 0)
        {
            if ((total += read) > MaxIgnoredBytes)
            {
                throw Bad($"more than {MaxIgnoredBytes} bytes where none were expected");
            }
        }
    }

    /// <summary>Gives the connection back. An answer that was not read to its end is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isRead)
        {
            stream.AbortRead(PeerCloseCodes.Abandoned);
        }

        await stream.DisposeAsync();
        lease.Dispose();
    }

    private PeerRequestException Bad(string what) => new(PeerRequestFailure.BadAnswer, peer, $"Node {peer.ShortText} sent no proper answer: {what}.");
}
