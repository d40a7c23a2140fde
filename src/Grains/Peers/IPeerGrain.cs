namespace SoundTime.Grains.Peers;

/// <summary>
/// One other node. Its key is the node's id in 64 hex digits. Decides when the peer is asked and what it is sent, one thing after the other, so
/// that no two parts of this node do the same; calls tell it what happened and return at once unless they say otherwise. A peer that is blocked
/// is neither asked nor sent anything.
/// </summary>
public interface IPeerGrain : IGrainWithStringKey
{
    /// <summary>The admin or a seed list names the peer: it is known from now on, and asked at once. Answers false if there is no room for one more.</summary>
    Task<bool> IntroduceAsync(PeerIntroduction introduction, CancellationToken cancellationToken);

    /// <summary>Contact with a known peer goes on, as after a restart. Nothing happens where it does already, or where the peer is not known.</summary>
    Task WakeAsync(CancellationToken cancellationToken);

    /// <summary>The peer proved its key on a connection that it opened from <paramref name="address"/> (<c>address:port</c>).</summary>
    Task SeenAsync(string address, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the peer now and waits for the answer, at most 20 seconds. A peer that was not known is known afterwards if it answered, as a stranger.
    /// </summary>
    Task<PingResult> PingAsync(CancellationToken cancellationToken);

    /// <summary>The peer wants our whole catalogue: it is sent from its beginning. When this ends, a restart does not forget it.</summary>
    Task CatalogueRequestedAsync(CancellationToken cancellationToken);

    /// <summary>Announcements of the peer were recorded.</summary>
    Task AnnouncementsRecordedAsync(int count, CancellationToken cancellationToken);

    /// <summary>Our tracks have changed.</summary>
    Task CatchUpAsync(CancellationToken cancellationToken);

    /// <summary>The peer sent a track.</summary>
    /// <param name="isGood">Whether it was the one that was asked for.</param>
    /// <param name="bytes">Bytes that the peer sent.</param>
    /// <param name="seconds">How long it sent them. Says nothing of a track that was not the right one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task DeliveryEndedAsync(bool isGood, long bytes, double seconds, CancellationToken cancellationToken);

    /// <summary>
    /// The peer sent its filter, checked to agree with itself; at most <see cref="SoundTime.Wire.WireLimits.MaxBloomBytes"/> bytes. One that comes within half a
    /// minute after another is left out.
    /// </summary>
    Task FilterArrivedAsync(FilterParameters parameters, byte[] bitmap, CancellationToken cancellationToken);

    /// <summary>The peer sent a filter that cannot be used. Answers how many such it sent without a good one in between, since the grain runs.</summary>
    Task<int> FilterRefusedAsync(CancellationToken cancellationToken);

    /// <summary>Both catalogues are sent anew from their beginnings.</summary>
    Task ResyncAsync(CancellationToken cancellationToken);

    /// <summary>How far both know each other's catalogues.</summary>
    Task<PeerSync> DescribeSyncAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The peer is forgotten: positions, filter and record. Its copies are the caller's business. It may come back by itself, as a stranger.
    /// </summary>
    Task ForgetAsync(CancellationToken cancellationToken);

    /// <summary>The peer was blocked: what runs ends, and nothing more is sent. Both catalogues start anew should it be unblocked.</summary>
    Task BlockedAsync(CancellationToken cancellationToken);
}
