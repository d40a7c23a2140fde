using SoundTime.Storage.Blobs;
using SoundTime.Testing;

namespace SoundTime.Import.Tests.Integrity;

public sealed class IntegrityCheckTests : IntegrityTest
{
    private const int Length = 600_000;

    public static TheoryData<int> Positions => [0, 1, 1023, 1024, 262_143, 262_144, 300_000, Length - 1];

    [Fact]
    public async Task What_nobody_touched_is_right()
    {
        var file = await Held.AddFileAsync("a.flac", Length);
        var hash = await Held.AddBlobAsync(1, Length);

        Assert.Equal((CheckVerdict.Right, file.Path, Length), Describe(await LookAtFileAsync()));
        Assert.Equal((CheckVerdict.Right, hash.ToString(), Length), Describe(await LookAtBlobAsync()));
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_flipped_bit_is_found_at_any_position_of_an_imported_file(int position)
    {
        var file = await Held.AddFileAsync("a.flac", Length);
        HeldFiles.Rot(file.Path, position);

        Assert.Equal((CheckVerdict.Rotten, file.Path, Length), Describe(await LookAtFileAsync()));
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_flipped_bit_is_found_at_any_position_of_a_blob(int position)
    {
        var hash = await Held.AddBlobAsync(1, Length);
        HeldFiles.Rot(Held.PathOf(hash), position);

        var blob = await LookAtBlobAsync();

        Assert.Equal((CheckVerdict.Rotten, hash.ToString(), Length), Describe(blob));
        Assert.Equal(BlobPlace.Cached, blob.Place);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    public async Task A_blob_that_was_cut_short_is_rotten(int length)
    {
        var hash = await Held.AddBlobAsync(1);
        await using (var file = File.OpenWrite(Held.PathOf(hash)))
        {
            file.SetLength(length);
        }

        Assert.Equal(CheckVerdict.Rotten, (await LookAtBlobAsync()).Verdict);
    }

    [Fact]
    public async Task A_file_of_another_time_or_size_was_changed_by_somebody_and_is_not_rotten()
    {
        var touched = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(touched.Path, 1);
        File.SetLastWriteTimeUtc(touched.Path, DateTime.UnixEpoch);
        var cut = await Held.AddFileAsync("b.flac");
        await using (var file = File.OpenWrite(cut.Path))
        {
            file.SetLength(10);
        }

        File.SetLastWriteTimeUtc(cut.Path, cut.ModifiedAt.UtcDateTime);

        Assert.Equal([CheckVerdict.Changed, CheckVerdict.Changed], await VerdictsAsync());
    }

    [Fact]
    public async Task A_file_that_is_gone_from_a_folder_that_holds_others_is_missing()
    {
        File.Delete((await Held.AddFileAsync("a.flac")).Path);
        await Held.AddFileAsync("b.flac");

        Assert.Equal([CheckVerdict.Missing, CheckVerdict.Right], await VerdictsAsync());
    }

    [Fact]
    public async Task Files_of_a_disk_that_is_not_plugged_in_are_out_of_reach_and_not_missing()
    {
        await Held.AddFileAsync("gone/a.flac");
        await Held.AddFileAsync("empty/b.flac");
        await Held.AddFileAsync("here.flac");
        Directory.Delete(Path.Combine(Held.Music, "gone"), recursive: true);
        File.Delete(Path.Combine(Held.Music, "empty", "b.flac"));

        Assert.Equal([CheckVerdict.NotReachable, CheckVerdict.NotReachable, CheckVerdict.Right], await VerdictsAsync());
    }

    [Fact]
    public async Task A_folder_that_was_deleted_from_a_library_that_is_there_is_missing()
    {
        await Held.AddFileAsync("album/a.flac");
        await Held.AddFileAsync("here.flac");
        Directory.Delete(Path.Combine(Held.Music, "album"), recursive: true);
        var check = new IntegrityCheck(Held.Stores.Catalogue, Held.Blobs, new ReadBudget(null, TimeProvider.System), [Held.Music]);

        Assert.Equal(CheckVerdict.Missing, (await check.CheckLibraryAsync("/", null, Token).FirstAsync(Token)).Verdict);
    }

    [Fact]
    public async Task What_is_there_and_cannot_be_read_is_unknown_and_neither_rotten_nor_missing()
    {
        var folder = await Held.AddFileAsync("a.flac");
        File.Delete(folder.Path);
        Directory.CreateDirectory(folder.Path);
        var link = await Held.AddFileAsync("b.flac");
        File.Delete(link.Path);
        File.CreateSymbolicLink(link.Path, "/nowhere/at/all");
        var circle = await Held.AddFileAsync("c.flac");
        File.Delete(circle.Path);
        File.CreateSymbolicLink(circle.Path, circle.Path);

        Assert.Equal([CheckVerdict.Unreadable, CheckVerdict.Unreadable, CheckVerdict.Unreadable], await VerdictsAsync());
    }

    [Fact]
    public async Task A_file_that_was_imported_anew_or_forgotten_while_it_was_read_says_nothing()
    {
        var file = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(file.Path, 1);
        await Held.ImportAsync(file.Path, await File.ReadAllBytesAsync(file.Path, Token));
        Assert.Null(await Check.CheckAsync(file, Token));

        await Held.Stores.Catalogue.RemoveLocalFileAsync(file.Path, Token);
        Assert.Null(await Check.CheckAsync(file, Token));
    }

    [Fact]
    public async Task It_goes_on_behind_a_position()
    {
        var files = new[] { await Held.AddFileAsync("a.flac"), await Held.AddFileAsync("b.flac"), await Held.AddFileAsync("c.flac") };
        var blobs = new[] { await Held.AddBlobAsync(1), await Held.AddBlobAsync(2), await Held.AddBlobAsync(3) }.Order().ToArray();

        Assert.Equal([files[1].Path, files[2].Path], await Check.CheckLibraryAsync("/", files[0].Path, Token).Select(file => file.Subject).ToListAsync(Token));
        Assert.Equal([blobs[2]], await Check.CheckBlobsAsync(blobs[1], Token).Select(blob => blob.Hash!.Value).ToListAsync(Token));
    }

    [Fact]
    public async Task Strangers_among_the_blobs_are_named_and_what_belongs_there_is_not()
    {
        var hash = await Held.AddBlobAsync(1);
        await File.WriteAllTextAsync(Held.PathOf(hash) + ".tree", "", Token);
        await File.WriteAllTextAsync(Path.Combine(Held.BlobFolder, "incoming", "half"), "", Token);
        Assert.True(Held.Blobs.SetAside(await AddRottenBlobAsync(seed: 2)));
        Assert.Empty(Check.FindStrays());

        string[] strays =
        [
            Path.Combine(Held.BlobFolder, "notes.txt"), Path.Combine(Held.BlobFolder, "cached", "x"), Path.Combine(Held.BlobFolder, "ab", "photo.jpg"),
            Path.Combine(Held.BlobFolder, "pinned", hash.ToString()[..2] == "00" ? "01" : "00", hash.ToString()),
        ];
        foreach (var stray in strays)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(stray)!);
            await File.WriteAllTextAsync(stray, "", Token);
        }

        Assert.Equal(strays.Order(), Check.FindStrays().Select(stray => stray.Subject).Order());
    }

    private static (CheckVerdict Verdict, string Subject, long Size) Describe(CheckedFile file) => (file.Verdict, file.Subject, file.Size);

    private async Task<List<CheckVerdict>> VerdictsAsync() => await Check.CheckLibraryAsync("/", null, Token).Select(file => file.Verdict).ToListAsync(Token);
}
