using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every catalogue, held by SQLite.</summary>
public sealed class SqliteCatalogueConformance : CatalogueConformance
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await ((SqliteCatalogue)Catalogue).DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_peer_keeps_its_share_and_what_it_announces_beyond_that_is_left_out_with_its_reason()
    {
        ((SqliteCatalogue)Catalogue).MaxCopiesPerPeer = 2;
        var first = await Catalogue.RecordAnnouncementsAsync(Sample.Node(1), [Sample.Announcement(1), Sample.Announcement(2), Sample.Announcement(3)], Cancel);
        Assert.Equal((2, 0), (first.Added, first.Known));
        Assert.Equal(2, Assert.Single(first.Rejected).Index);
        Assert.Empty(await Catalogue.ListCopiesAsync(Sample.Hash(3), Cancel));

        // What is known may still change, and another peer has a share of its own.
        var again = await Catalogue.RecordAnnouncementsAsync(Sample.Node(1), [Sample.Announcement(4), Sample.Announcement(1) with { Title = "New" }], Cancel);
        Assert.Equal((0, 1), (again.Added, again.Known));
        Assert.Equal(0, Assert.Single(again.Rejected).Index);
        Assert.Equal("New", (await Catalogue.FindTrackAsync(Sample.Hash(1), Cancel))!.Tags.Title);
        var other = await Catalogue.RecordAnnouncementsAsync(Sample.Node(2), [Sample.Announcement(3)], Cancel);
        Assert.Equal(1, other.Added);
    }

    private protected override async Task<ICatalogue> OpenAsync(TimeProvider time) =>
        await SqliteCatalogue.OpenAsync(_folder["soundtime.db"], time, NullLogger<SqliteCatalogue>.Instance, Cancel);
}
