using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Records a CatalogSync or CatalogDelta in pages while it comes, so that its size costs no memory. An entry that cannot be used is left out
/// and the others are taken (weakness W22).
/// </summary>
internal sealed class CatalogueHandler(AnnouncementRecorder recorder)
{
    /// <summary>Takes a catalogue whose first part was read. Returns when all of it is recorded.</summary>
    public async Task HandleAsync(InboundRequest request, MessagePart first, InboundMessage message, CancellationToken cancellationToken)
    {
        var tally = new AnnouncementTally();
        var page = new List<CatalogueEntry>(WireLimits.MaxPageEntries);
        for (var part = first; part is not null; part = await message.ReadPartAsync())
        {
            switch (part)
            {
                case CatalogueEntry entry:
                    page.Add(entry);
                    break;
                case RejectedEntry rejected:
                    tally.Reject(rejected.Index, rejected.Reason);
                    break;
            }

            if (page.Count == WireLimits.MaxPageEntries || (part is CatalogueEnd && page.Count > 0))
            {
                await recorder.RecordAsync(request, page, tally, cancellationToken);
                page.Clear();
            }
        }

        await recorder.EndAsync(request, tally, cancellationToken);
    }
}
