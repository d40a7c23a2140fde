using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Records what peers announce: one page of a peer at a time, pages of several peers side by side.</summary>
internal sealed class AnnouncementRecorder(ICatalogue catalogue, ILogger<AnnouncementRecorder> logger)
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

    /// <summary>Logs what became of a message, in one line.</summary>
    public void Report(NodeId peer, AnnouncementTally tally)
    {
        if (tally.Rejected > 0)
        {
            logger.AnnouncementsRejected(peer.ShortText, tally.Rejected, tally.Added, tally.Known, tally.Reasons);
        }
        else
        {
            logger.AnnouncementsRecorded(peer.ShortText, tally.Added, tally.Known);
        }
    }
}
