using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Sends a peer the next page of changes of our tracks, and ends when the peer has processed it. A page is all of the catalogue that is in memory
/// for a peer.
/// </summary>
internal sealed class ChangeSender(IrohEndpoint endpoint, ICatalogue catalogue, Delivery delivery, TimeProvider time, ILogger<ChangeSender> logger) : IDisposable
{
    /// <summary>Most news that are announced one by one; more go in one message.</summary>
    public const int MaxAnnouncements = 10;

    /// <summary>Pages that are sent at once, to all peers together: each is in memory.</summary>
    private const int MaxPages = 32;

    /// <summary>Single tracks that are announced at once, to all peers together (protocol sheet, section 3.6).</summary>
    private const int MaxAnnouncing = 10;

    /// <summary>How long a sending may wait for its turn.</summary>
    private static readonly TimeSpan TurnLimit = TimeSpan.FromMinutes(1);

    private readonly Turns _pages = new(MaxPages, TurnLimit, time);
    private readonly Turns _announcing = new(MaxAnnouncing, TurnLimit, time);

    /// <summary>Sends the changes after <paramref name="after"/>, at most one page.</summary>
    /// <exception cref="StorageException">Our tracks cannot be read.</exception>
    /// <exception cref="WireException">A track of ours cannot be sent.</exception>
    public async Task<SentChanges> SendAsync(NodeId peer, long after, ChangeMessage message, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        ChangePage page;
        TrackAnnouncement[] tracks;
        using (var turn = await _pages.TakeAsync(cancellationToken))
        {
            if (turn is null)
            {
                return NoTurn(after);
            }

            page = await catalogue.ListChangesAsync(after, WireLimits.MaxPageEntries, cancellationToken);
            tracks = [.. page.Tracks.Where(Announcement.IsOffered).Select(track => Announcement.Of(track, endpoint.Id))];
            if (tracks.Length == 0 || message == ChangeMessage.Catalogue || tracks.Length > MaxAnnouncements)
            {
                return await SendPageAsync(peer, after, page, tracks, message, since, cancellationToken);
            }
        }

        return await AnnounceAsync(peer, after, page, tracks, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pages.Dispose();
        _announcing.Dispose();
    }

    private async Task<SentChanges> SendPageAsync(
        NodeId peer, long after, ChangePage page, TrackAnnouncement[] tracks, ChangeMessage message, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (tracks.Length == 0)
        {
            return Processed(page, 0);
        }

        try
        {
            await delivery.SendAsync(
                peer,
                message == ChangeMessage.Catalogue ? new CatalogSync(tracks) : new CatalogDelta(since ?? DateTimeOffset.UnixEpoch, tracks),
                cancellationToken);
        }
        catch (PeerRequestException exception)
        {
            return Failed(peer, after, 0, exception);
        }

        logger.ChangesSent(peer.ShortText, tracks.Length, message);
        return Processed(page, tracks.Length);
    }

    /// <summary>One by one, in their order: what the peer has is then always the beginning of the page.</summary>
    private async Task<SentChanges> AnnounceAsync(
        NodeId peer, long after, ChangePage page, TrackAnnouncement[] tracks, CancellationToken cancellationToken)
    {
        for (var count = 0; count < tracks.Length; count++)
        {
            using var turn = await _announcing.TakeAsync(cancellationToken);
            if (turn is null)
            {
                return NoTurn(after) with { Count = count };
            }

            try
            {
                await delivery.SendAsync(peer, new AnnounceTrack(tracks[count]), cancellationToken);
            }
            catch (PeerRequestException exception)
            {
                return Failed(peer, after, count, exception);
            }
        }

        logger.ChangesSent(peer.ShortText, tracks.Length, ChangeMessage.News);
        return Processed(page, tracks.Length);
    }

    private static SentChanges Processed(ChangePage page, int count) =>
        new(PeerReply.Done, page.Last, count, IsEnd: page.Tracks.Count < WireLimits.MaxPageEntries, Text: null);

    private static SentChanges NoTurn(long after) =>
        new(PeerReply.NotAsked, after, 0, IsEnd: false, $"{MaxPages} catalogues are being sent already; this one comes later.");

    private SentChanges Failed(NodeId peer, long after, int count, PeerRequestException exception)
    {
        logger.ChangesNotSent(peer.ShortText, exception.Message);
        return new SentChanges(PeerReplies.Of(exception.Reason), after, count, IsEnd: false, exception.Message);
    }
}
