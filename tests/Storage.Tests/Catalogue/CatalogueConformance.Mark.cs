using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Catalogue;

/// <content>What is made of our own tracks is current while the mark is the same.</content>
public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task The_mark_of_an_empty_catalogue_is_zero() => Assert.Equal(new CatalogueMark(0, 0), await Catalogue.FindMarkAsync(Cancel));

    [Fact]
    public async Task A_new_track_of_ours_moves_the_changes_of_the_mark_alone()
    {
        await ImportAsync(1, "/music/a.flac");
        await ImportAsync(1, "/music/b.flac");
        await ImportAsync(2, "/music/c.flac");

        Assert.Equal(new CatalogueMark(2, 0), await Catalogue.FindMarkAsync(Cancel));
    }

    [Fact]
    public async Task The_mark_counts_tracks_of_ours_that_went_or_became_a_peers()
    {
        await ImportAsync(1, "/music/a.flac");
        await ImportAsync(2, "/music/b.flac");
        await AnnounceAsync(1, Sample.Announcement(2), Sample.Announcement(3));

        await Catalogue.RemoveLocalFileAsync("/music/a.flac", Cancel);
        await Catalogue.RemoveLocalFileAsync("/music/b.flac", Cancel);

        Assert.Equal(new CatalogueMark(2, 2), await Catalogue.FindMarkAsync(Cancel));
    }

    [Fact]
    public async Task The_mark_counts_tracks_of_ours_that_lost_words()
    {
        await ImportAsync(1);
        await ImportAsync(1, tags: Sample.Tags(title: "Other"));
        await ImportAsync(1, tags: Sample.Tags(title: "Other", artist: "Another"));
        await ImportAsync(1, tags: Sample.Tags(title: "Other", artist: "Another", album: null));
        await ImportAsync(1, tags: Sample.Tags(title: "Other", artist: "Another", album: null) with { Genre = "Jazz" });

        Assert.Equal(new CatalogueMark(5, 3), await Catalogue.FindMarkAsync(Cancel));
    }

    [Fact]
    public async Task What_peers_say_and_take_back_leaves_the_mark_as_it_is()
    {
        await ImportAsync(1);
        var before = await Catalogue.FindMarkAsync(Cancel);

        await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(2));
        await AnnounceAsync(1, Sample.Announcement(2, "Other"));
        await Catalogue.RemoveCopiesAsync(Sample.Node(1), 10, Cancel);

        Assert.Equal(before, await Catalogue.FindMarkAsync(Cancel));
    }
}
