using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Catalogue;

/// <summary>What every catalogue promises.</summary>
public abstract partial class CatalogueConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private protected ICatalogue Catalogue => Stores.Catalogue;

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_absent() => await AssertUnknownOnceBrokenAsync(
        () => Catalogue.ImportAsync(Sample.Import(1), Cancel),
        () => Catalogue.FindLocalFileAsync("/music/a.flac", Cancel),
        async () => await Catalogue.ListLocalFilesAsync("/music", Cancel).CountAsync(Cancel),
        () => Catalogue.RemoveLocalFileAsync("/music/a.flac", Cancel),
        () => Catalogue.FindLocalFilesAsync(Sample.Hash(1), Cancel),
        () => Catalogue.CountAsync(Cancel),
        () => Catalogue.ListTracksAsync(1, 10, Cancel),
        () => Catalogue.FindTrackAsync(Guid.Empty, Cancel),
        () => Catalogue.FindTrackAsync(Sample.Hash(1), Cancel),
        () => Catalogue.ListChangesAsync(0, 10, Cancel),
        () => Catalogue.FindLastChangeAsync(Cancel),
        () => Catalogue.RecordAnnouncementsAsync(Sample.Node(1), [Sample.Announcement(1)], Cancel),
        () => Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel),
        () => Catalogue.FindHoldersAsync([Sample.Hash(1)], 1, Cancel),
        () => Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel),
        () => Catalogue.RemoveCopiesAsync(Sample.Node(1), 10, Cancel),
        () => Catalogue.CountCopiesAsync(Sample.Node(1), Cancel),
        () => Catalogue.CountCopiesAsync(Cancel));

    private async Task<Track> ImportAsync(int hash, string path = "/music/a.flac", TrackTags? tags = null)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return (await Catalogue.ImportAsync(Sample.Import(hash, path, tags), Cancel)).Track;
    }

    private async Task<AnnouncementOutcome> AnnounceAsync(int peer, params TrackAnnouncement[] announcements)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return await Catalogue.RecordAnnouncementsAsync(Sample.Node(peer), announcements, Cancel);
    }

    private async Task<Track> TrackOfAsync(int hash) =>
        await Catalogue.FindTrackAsync(Sample.Hash(hash), Cancel) ?? throw new InvalidOperationException($"Track {hash} is not in the catalogue.");
}
