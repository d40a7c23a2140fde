using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Storage;
using SoundTime.Storage.Integrity;
using SoundTime.Testing;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Import.Tests.Integrity;

public sealed class FindingReviewTests : IntegrityTest
{
    private FindingReview Review => new(Findings, Held.Stores.Catalogue, Held.Blobs, Check);

    [Fact]
    public async Task A_rotten_file_is_marked_and_one_that_is_right_again_is_unmarked()
    {
        var file = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(file.Path, 5);
        Assert.Equal(FindingOutcome.Recorded, await Recorder.RecordAsync(await LookAtFileAsync(), Token));
        Assert.True((await Held.Stores.Catalogue.FindLocalFileAsync(file.Path, Token))!.IsRotten);
        Assert.Single(await Review.RunAsync(Token));

        HeldFiles.Rot(file.Path, 5);
        Assert.Null(await Recorder.RecordAsync(await LookAtFileAsync(), Token));

        Assert.Equal(file, await Held.Stores.Catalogue.FindLocalFileAsync(file.Path, Token));
        Assert.Empty(await Review.RunAsync(Token));
    }

    [Fact]
    public async Task A_rotten_blob_is_set_aside_and_stays_a_finding_until_right_bytes_are_here()
    {
        var hash = await AddRottenBlobAsync();
        Assert.Equal(FindingOutcome.Recorded, await Recorder.RecordAsync(await LookAtBlobAsync(), Token));

        Assert.False(Held.Blobs.Contains(hash));
        Assert.Equal([hash], Held.Blobs.ListSetAside());
        Assert.Equal(FindingKind.RottenBlob, Assert.Single(await Review.RunAsync(Token)).Kind);

        Assert.Equal(hash, await Held.AddBlobAsync(1));
        Assert.Empty(await Review.RunAsync(Token));
        Assert.Empty(Held.Blobs.ListSetAside());
        Assert.True(Held.Blobs.Contains(hash));
    }

    [Fact]
    public async Task A_rotten_blob_that_could_not_be_noted_down_is_set_aside_nevertheless()
    {
        var hash = await AddRottenBlobAsync();
        var full = Substitute.For<IIntegrityStore>();
        full.RecordAsync(Arg.Any<FindingKind>(), Arg.Any<string>(), Arg.Any<BlobHash?>(), Arg.Any<CancellationToken>())
            .ThrowsAsync(new StorageException(StorageFailure.DiskFull, "The disk is full."));

        var blob = await LookAtBlobAsync();
        await Assert.ThrowsAsync<StorageException>(() => new FindingRecorder(full, Held.Blobs).RecordAsync(blob, Token));

        Assert.False(Held.Blobs.Contains(hash));
        // The next review finds what lies there.
        Assert.Equal(hash, Assert.Single(await Review.RunAsync(Token)).Hash);
    }

    [Fact]
    public async Task A_process_that_was_killed_before_it_set_a_rotten_blob_aside_leaves_that_to_the_next()
    {
        var hash = await AddRottenBlobAsync();
        await Findings.RecordAsync(FindingKind.RottenBlob, hash.ToString(), hash, Token);

        Assert.Single(await Review.RunAsync(Token));

        Assert.False(Held.Blobs.Contains(hash));
    }

    [Fact]
    public async Task What_was_set_aside_while_it_was_played_becomes_a_finding_until_the_admin_removes_it()
    {
        var hash = await AddRottenBlobAsync();
        Assert.True(Held.Blobs.SetAside(hash));
        Assert.Equal(hash, Assert.Single(await Review.RunAsync(Token)).Hash);

        Held.Blobs.DropSetAside(hash);

        Assert.Empty(await Review.RunAsync(Token));
    }

    [Fact]
    public async Task A_rotten_blob_that_a_peer_offers_stays_a_finding_though_what_was_set_aside_has_made_room_for_others()
    {
        var peer = NodeId.Parse(new string('7', 64));
        var hash = await AddRottenBlobAsync();
        await Recorder.RecordAsync(await LookAtBlobAsync(), Token);
        var offer = new TrackAnnouncement
        {
            Hash = hash.ToString(), Title = "T", ArtistName = "A", DurationSecs = 1, Format = "mp3", FileSize = 1000, OriginNode = peer.ToString(),
        };
        await Held.Stores.Catalogue.RecordAnnouncementsAsync(peer, [offer], Token);

        Held.Blobs.DropSetAside(hash);

        Assert.Single(await Review.RunAsync(Token));
    }

    [Fact]
    public async Task Findings_of_files_that_were_forgotten_imported_anew_or_removed_are_over()
    {
        var forgotten = await Held.AddFileAsync("a.flac");
        var missing = await Held.AddFileAsync("b.flac");
        var anew = await Held.AddFileAsync("c.flac");
        var stray = Path.Combine(Held.BlobFolder, "x");
        await File.WriteAllTextAsync(stray, "", Token);
        await Findings.RecordRottenAsync(forgotten, Token);
        await Findings.RecordAsync(FindingKind.MissingFile, missing.Path, missing.Hash, Token);
        await Findings.RecordRottenAsync(anew, Token);
        await Findings.RecordAsync(FindingKind.StrayFile, stray, null, Token);
        Assert.Equal(4, (await Review.RunAsync(Token)).Count);

        await Held.Stores.Catalogue.RemoveLocalFileAsync(forgotten.Path, Token);
        await Held.Stores.Catalogue.RemoveLocalFileAsync(missing.Path, Token);
        await Held.ImportAsync(anew.Path, await File.ReadAllBytesAsync(anew.Path, Token));
        File.Delete(stray);

        Assert.Empty(await Review.RunAsync(Token));
    }
}
