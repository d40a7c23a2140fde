using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Sends peers the filter of our own tracks, and ends when the peer has processed it: a few peers at a time, and none waits for long for another.</summary>
internal sealed class FilterSender(OwnFilter filter, Delivery delivery, TimeProvider time, ILogger<FilterSender> logger) : IDisposable
{
    /// <summary>Filters that are sent at once, to all peers together: they share the message, and what waits to be acknowledged is bounded for each connection.</summary>
    private const int MaxSending = 16;

    /// <summary>How long a sending may wait for its turn. Short, as its peer is sent nothing else meanwhile.</summary>
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(5);

    private readonly Turns _turns = new(MaxSending, TurnLimit, time);

    /// <summary>Sends the filter, unless it is the one of version <paramref name="known"/>.</summary>
    public async Task<SentFilter> SendAsync(NodeId peer, long known, CancellationToken cancellationToken)
    {
        if (filter.Version is var version && (version == 0 || version == known))
        {
            return new SentFilter(PeerReply.Done, version, null);
        }

        using var turn = await _turns.TakeAsync(cancellationToken);
        if (turn is null)
        {
            return new SentFilter(PeerReply.NotAsked, 0, $"{MaxSending} filters are being sent already; this one comes later.");
        }

        if (filter.Encode() is not { } encoded)
        {
            return new SentFilter(PeerReply.Done, 0, null);
        }

        try
        {
            await delivery.SendAsync(peer, encoded.Frame, cancellationToken);
        }
        catch (PeerRequestException exception)
        {
            return new SentFilter(PeerReplies.Of(exception.Reason), 0, exception.Message);
        }

        logger.FilterSent(peer.ShortText, encoded.Version, encoded.Frame.Length);
        return new SentFilter(PeerReply.Done, encoded.Version, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
