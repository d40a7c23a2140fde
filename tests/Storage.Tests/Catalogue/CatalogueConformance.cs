using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Catalogue;

/// <summary>What every catalogue promises. A store joins by one subclass that opens an empty one.</summary>
public abstract partial class CatalogueConformance : IAsyncLifetime
{
    private protected ManualTime Time { get; } = new();

    private protected ICatalogue Catalogue { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Catalogue = await OpenAsync(Time);

    public abstract ValueTask DisposeAsync();

    private protected abstract Task<ICatalogue> OpenAsync(TimeProvider time);

    private async Task<Track> ImportAsync(int hash, string path = "/music/a.flac", TrackTags? tags = null)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return (await Catalogue.ImportAsync(Sample.Import(hash, path, tags), Cancel)).Track;
    }

    private async Task<AnnouncementOutcome> AnnounceAsync(int peer, params SoundTime.Wire.Messages.TrackAnnouncement[] announcements)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return await Catalogue.RecordAnnouncementsAsync(Sample.Node(peer), announcements, Cancel);
    }

    private async Task<Track> TrackOfAsync(int hash) =>
        await Catalogue.FindTrackAsync(Sample.Hash(hash), Cancel) ?? throw new InvalidOperationException($"Track {hash} is not in the catalogue.");
}
