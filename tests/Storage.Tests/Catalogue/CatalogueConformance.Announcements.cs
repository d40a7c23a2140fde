using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task An_announced_track_is_remote_and_its_copy_is_the_announcers_whatever_origin_it_names()
    {
        var outcome = await AnnounceAsync(1, Sample.Announcement(1) with { AlbumArtistName = "Various", CoverHash = Sample.Hash(70).ToString() });

        Assert.Equal((1, 0), (outcome.Added, outcome.Known));
        Assert.Empty(outcome.Rejected);
        var track = await TrackOfAsync(1);
        Assert.False(track.IsLocal);
        Assert.Equal(5_000_000, track.FileSize);
        Assert.Equal(Sample.Hash(70), track.CoverHash);
        Assert.Equal(("Title", "Artist", "Various", "Album"), (track.Tags.Title, track.Tags.ArtistName, track.Tags.AlbumArtistName, track.Tags.AlbumTitle));
        var copy = Assert.Single(await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel));
        Assert.Equal(new Copy(copy.Id, Sample.Hash(1), Sample.Node(1), "mp3", 5_000_000, 320, 48000, Time.GetUtcNow()), copy);
        Assert.Equal(new CatalogueCounts(0, 1, 1, 2), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task The_same_page_again_changes_nothing()
    {
        await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(2));
        var (track, copies) = (await TrackOfAsync(1), await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel));

        var outcome = await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(2));

        Assert.Equal((0, 2), (outcome.Added, outcome.Known));
        Assert.Equal(track, await TrackOfAsync(1));
        Assert.Equal(copies, await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel));
    }

    [Fact]
    public async Task One_page_that_names_a_track_twice_gives_one_copy()
    {
        var outcome = await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(1));

        Assert.Equal((1, 1), (outcome.Added, outcome.Known));
        Assert.Single(await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel));
    }

    [Fact]
    public async Task A_catalogue_that_comes_in_one_piece_is_taken_whole()
    {
        var all = Enumerable.Range(0, 1201).Select(number => Sample.Announcement(number)).ToArray();

        var first = await AnnounceAsync(1, all);
        var second = await AnnounceAsync(1, all);

        Assert.Equal((1201, 0, 0, 1201), (first.Added, first.Known, second.Added, second.Known));
        Assert.Equal(new CatalogueCounts(0, 1201, 1, 1), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Every_holder_is_recorded_the_longest_known_first()
    {
        int[] peers = [5, 2, 9, 1];
        foreach (var peer in peers)
        {
            await AnnounceAsync(peer, Sample.Announcement(1));
        }

        await AnnounceAsync(9, Sample.Announcement(1) with { Bitrate = 128 });

        var copies = await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel);
        Assert.Equal(peers.Select(Sample.Node), copies.Select(copy => copy.Peer));
        Assert.Equal([320, 320, 128, 320], copies.Select(copy => copy.Bitrate ?? 0));
        Assert.Empty(await Catalogue.ListCopiesAsync(Sample.Hash(2), Cancel));
    }

    [Fact]
    public async Task An_edit_by_the_peer_that_named_the_track_arrives()
    {
        await AnnounceAsync(1, Sample.Announcement(1, "Tpyo", "Tpyo"));
        var id = (await TrackOfAsync(1)).Id;

        await AnnounceAsync(1, Sample.Announcement(1, "Typo", "Typo") with { FileSize = 7, Format = "OGG", CoverHash = Sample.Hash(70).ToString() });

        var track = await TrackOfAsync(1);
        Assert.Equal((id, "Typo", "Typo", "ogg", 7), (track.Id, track.Tags.Title, track.Tags.ArtistName, track.Tags.Format, track.FileSize));
        Assert.Equal(Sample.Hash(70), track.CoverHash);
        var copy = Assert.Single(await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel));
        Assert.Equal(("ogg", 7), (copy.Format, copy.FileSize));
        Assert.Equal(new CatalogueCounts(0, 1, 1, 1), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_later_announcer_cannot_rename_a_track()
    {
        await AnnounceAsync(1, Sample.Announcement(1));

        await AnnounceAsync(2, Sample.Announcement(1, "Spam", "Spam"));
        await AnnounceAsync(2, Sample.Announcement(1, "More spam", "Spam"));

        Assert.Equal("Title", (await TrackOfAsync(1)).Tags.Title);
        Assert.Equal(2, (await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel)).Count);
        Assert.Equal(1, (await Catalogue.CountAsync(Cancel)).Artists);
    }

    [Fact]
    public async Task A_page_that_is_silent_on_the_album_artist_does_not_split_the_album()
    {
        await AnnounceAsync(1, Sample.Announcement(1) with { AlbumArtistName = "Various" });
        var album = (await TrackOfAsync(1)).AlbumId;

        await AnnounceAsync(1, Sample.Announcement(1, "Edited"));

        var track = await TrackOfAsync(1);
        Assert.Equal(("Edited", "Various", album), (track.Tags.Title, track.Tags.AlbumArtistName, track.AlbumId));
    }

    [Fact]
    public async Task What_our_file_says_beats_what_peers_say()
    {
        var local = await ImportAsync(1);

        await AnnounceAsync(1, Sample.Announcement(1, "Spam", "Spam") with { CoverHash = Sample.Hash(70).ToString() });

        Assert.Equal(local, await TrackOfAsync(1));
        Assert.Single(await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel));
        Assert.Equal(new CatalogueCounts(1, 0, 1, 1), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_remote_track_that_comes_in_as_a_file_is_new_and_keeps_its_id()
    {
        await AnnounceAsync(1, Sample.Announcement(1, "Theirs", "Theirs") with { CoverHash = Sample.Hash(70).ToString() });
        var id = (await TrackOfAsync(1)).Id;

        var imported = await Catalogue.ImportAsync(Sample.Import(1, tags: Sample.Tags("Ours", "Ours")), Cancel);

        Assert.True(imported.IsNew);
        Assert.Equal((id, true, "Ours"), (imported.Track.Id, imported.Track.IsLocal, imported.Track.Tags.Title));
        Assert.Null(imported.Track.CoverHash);
        Assert.Equal(new CatalogueCounts(1, 0, 1, 1), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_track_whose_file_goes_stays_while_a_peer_holds_it()
    {
        var local = await ImportAsync(1);
        await AnnounceAsync(1, Sample.Announcement(1, "Theirs"));

        await Catalogue.RemoveLocalFileAsync("/music/a.flac", Cancel);

        Assert.Equal(local with { IsLocal = false }, await TrackOfAsync(1));
        Assert.Equal(new CatalogueCounts(0, 1, 1, 1), await Catalogue.CountAsync(Cancel));
        await AnnounceAsync(1, Sample.Announcement(1, "Theirs"));
        Assert.Equal("Theirs", (await TrackOfAsync(1)).Tags.Title);
        Assert.True((await Catalogue.ImportAsync(Sample.Import(1), Cancel)).IsNew);
    }

    [Fact]
    public async Task Our_picture_of_an_album_replaces_a_peers_but_not_the_other_way()
    {
        await AnnounceAsync(1, Sample.Announcement(1) with { CoverHash = Sample.Hash(70).ToString() }, Sample.Announcement(2));
        Assert.Equal(Sample.Hash(70), (await TrackOfAsync(2)).CoverHash);

        await Catalogue.ImportAsync(Sample.Import(3, cover: Sample.Hash(71)), Cancel);
        await AnnounceAsync(1, Sample.Announcement(4) with { CoverHash = Sample.Hash(72).ToString() });

        Assert.Equal(Sample.Hash(71), (await TrackOfAsync(2)).CoverHash);
        Assert.Equal(Sample.Hash(72), (await TrackOfAsync(4)).CoverHash);
    }

    public static TheoryData<string, TrackAnnouncement> Unusable => new()
    {
        { "hash", Sample.Announcement(1) with { Hash = "" } },
        { "hash", Sample.Announcement(1) with { Hash = "x" } },
        { "hash", Sample.Announcement(1) with { Hash = new string('0', 64) } },
        { "hash", Sample.Announcement(1) with { Hash = Sample.Hash(1).ToString().ToUpperInvariant() } },
        { "file_size", Sample.Announcement(1) with { FileSize = 0 } },
        { "file_size", Sample.Announcement(1) with { FileSize = -1 } },
        { "file_size", Sample.Announcement(1) with { FileSize = CatalogueLimits.MaxFileSize + 1 } },
        { "duration_secs", Sample.Announcement(1) with { DurationSecs = float.NaN } },
        { "duration_secs", Sample.Announcement(1) with { DurationSecs = float.PositiveInfinity } },
        { "duration_secs", Sample.Announcement(1) with { DurationSecs = -0.5f } },
        { "title", Sample.Announcement(1) with { Title = new string('x', 256) } },
        { "title", Sample.Announcement(1) with { Title = new string('x', 300) } },
        { "title", Sample.Announcement(1) with { Title = string.Concat(Enumerable.Repeat("\U0001F3B5", 256)) } },
        { "title", Sample.Announcement(1) with { Title = "half \ud83c a note" } },
        { "title", Sample.Announcement(1) with { Title = "" } },
        { "title", Sample.Announcement(1) with { Title = " " } },
        { "title", Sample.Announcement(1) with { Title = "a\0b" } },
        { "artist_name", Sample.Announcement(1) with { ArtistName = new string('x', 256) } },
        { "album_artist_name", Sample.Announcement(1) with { AlbumArtistName = new string('x', 256) } },
        { "album_title", Sample.Announcement(1) with { AlbumTitle = new string('x', 256) } },
        { "genre", Sample.Announcement(1) with { Genre = new string('x', 129) } },
        { "format", Sample.Announcement(1) with { Format = new string('x', 17) } },
        { "format", Sample.Announcement(1) with { Format = "" } },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task An_unusable_entry_is_left_out_with_its_reason_and_the_others_are_taken(string field, TrackAnnouncement unusable)
    {
        var outcome = await AnnounceAsync(1, Sample.Announcement(2), unusable, Sample.Announcement(3));

        Assert.Equal((2, 0), (outcome.Added, outcome.Known));
        var rejected = Assert.Single(outcome.Rejected);
        Assert.Equal(1, rejected.Index);
        Assert.StartsWith(field + ":", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await Catalogue.CountAsync(Cancel)).RemoteTracks);
    }

    [Fact]
    public async Task A_name_is_as_long_as_its_characters_whatever_they_take()
    {
        var name = string.Concat(Enumerable.Repeat("\U0001F3B5", 255));

        var outcome = await AnnounceAsync(1, Sample.Announcement(1, name, name) with { AlbumTitle = name });

        Assert.Empty(outcome.Rejected);
        Assert.Equal((name, name), ((await TrackOfAsync(1)).Tags.Title, (await TrackOfAsync(1)).Tags.AlbumTitle));
        Assert.Equal(1, (await AnnounceAsync(1, Sample.Announcement(1, name, name) with { AlbumTitle = name })).Known);
    }

    [Fact]
    public async Task Small_faults_of_an_entry_are_dropped_not_the_entry()
    {
        var outcome = await AnnounceAsync(1, Sample.Announcement(1) with
        {
            Title = "  Title ",
            ArtistName = " ",
            AlbumTitle = "",
            CoverHash = "x",
            Genre = " ",
            Year = -1,
            TrackNumber = 0,
            DiscNumber = 0,
            Bitrate = -320,
            SampleRate = 0,
            Format = "MP3",
        });

        Assert.Empty(outcome.Rejected);
        var track = await TrackOfAsync(1);
        Assert.Equal(new TrackTags { Title = "Title", ArtistName = "Unknown", DurationSecs = 180, Format = "mp3" }, track.Tags);
        Assert.Null(track.CoverHash);
    }

    [Fact]
    public async Task Both_spellings_of_a_hash_name_one_track()
    {
        await AnnounceAsync(1, Sample.Announcement(1) with { Hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEA" });
        var outcome = await AnnounceAsync(1, Sample.Announcement(1) with { Hash = new string('0', 62) + "08" });

        Assert.Equal((0, 1), (outcome.Added, outcome.Known));
    }

    [Fact]
    public async Task A_cancelled_page_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Catalogue.RecordAnnouncementsAsync(Sample.Node(1), [Sample.Announcement(1)], cancelled.Token));

        Assert.Equal(new CatalogueCounts(0, 0, 0, 0), await Catalogue.CountAsync(Cancel));
    }
}
