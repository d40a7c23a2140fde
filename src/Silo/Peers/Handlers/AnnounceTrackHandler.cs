using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Records one track that a peer offers.</summary>
internal sealed class AnnounceTrackHandler(AnnouncementRecorder recorder) : MessageHandler<AnnounceTrack>
{
    /// <inheritdoc/>
    protected override async Task HandleAsync(InboundRequest request, AnnounceTrack message, CancellationToken cancellationToken)
    {
        var tally = new AnnouncementTally();
        await recorder.RecordAsync(request, [new CatalogueEntry(0, message.Track)], tally, cancellationToken);
        await recorder.EndAsync(request, tally, cancellationToken);
    }
}
