using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Records what peers announce: one page of a peer at a time, pages of several peers side by side.</summary>
internal sealed class AnnouncementRecorder(ICatalogue catalogue, PeerNotices notices, ILogger<AnnouncementRecorder> logger)
{
    /// <summary>Records one page.</summary>
    public async Task RecordAsync(
        InboundRequest request, IReadOnlyList<CatalogueEntry> page, AnnouncementTally tally, CancellationToken cancellationToken)
    {
        await request.Budget.Announcements.WaitAsync(cancellationToken);
        try
        {
            TrackAnnouncement[] announcements = [.. page.Select(entry => entry.Track)];
            var outcome = await catalogue.RecordAnnouncementsAsync(request.Peer, announcements, cancellationToken);
            tally.Added += outcome.Added;
            tally.Known += outcome.Known;
            foreach (var rejected in outcome.Rejected)
            {
                tally.Reject(page[rejected.Index].Index, rejected.Reason);
            }
        }
        finally
        {
            request.Budget.Announcements.Release();
        }
    }

    /// <summary>Ends a message: its sender is told, what became of it is logged in one line, and the grain of the peer hears of it.</summary>
    public Task EndAsync(InboundRequest request, AnnouncementTally tally, CancellationToken cancellationToken)
    {
        request.EndAnswer();
        if (tally.Rejected > 0)
        {
            logger.AnnouncementsRejected(request.Peer.ShortText, tally.Rejected, tally.Added, tally.Known, tally.Reasons);
        }
        else
        {
            logger.AnnouncementsRecorded(request.Peer.ShortText, tally.Added, tally.Known);
        }

        var recorded = tally.Added + tally.Known;
        return notices.TellAsync(request.Peer, (grain, token) => grain.AnnouncementsRecordedAsync(recorded, token), cancellationToken);
    }
}
