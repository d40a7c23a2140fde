using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Integrity;

/// <summary>What every store of findings promises.</summary>
public abstract class IntegrityStoreConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private IIntegrityStore Integrity => Stores.Integrity;

    [Fact]
    public async Task A_rotten_file_is_marked_and_found_until_it_is_resolved()
    {
        var file = await ImportAsync(1, "/music/a.flac");

        Assert.Equal(FindingOutcome.Recorded, await Integrity.RecordRottenAsync(file, Cancel));

        Assert.True((await Stores.Catalogue.FindLocalFileAsync(file.Path, Cancel))!.IsRotten);
        Assert.True(Assert.Single(await Stores.Catalogue.FindLocalFilesAsync(file.Hash, Cancel)).IsRotten);
        Assert.Equal([new Finding(FindingKind.RottenFile, file.Path, file.Hash, Time.GetUtcNow())], await Integrity.ListOpenAsync(Cancel));

        Time.Advance(TimeSpan.FromHours(1));
        Assert.True(await Integrity.ResolveAsync(file.Path, Cancel));

        Assert.Equal(file, await Stores.Catalogue.FindLocalFileAsync(file.Path, Cancel));
        Assert.Empty(await Integrity.ListOpenAsync(Cancel));
        var resolved = Assert.Single((await Integrity.ListAsync(openOnly: false, 1, 10, Cancel)).Findings);
        Assert.Equal(Time.GetUtcNow(), resolved.ResolvedAt);
        Assert.Equal(Time.GetUtcNow() - TimeSpan.FromHours(1), resolved.FoundAt);
    }

    [Fact]
    public async Task A_file_that_is_imported_anew_is_rotten_no_longer()
    {
        var file = await ImportAsync(1, "/music/a.flac");
        await Integrity.RecordRottenAsync(file, Cancel);

        await ImportAsync(1, "/music/a.flac");

        Assert.False((await Stores.Catalogue.FindLocalFileAsync(file.Path, Cancel))!.IsRotten);
    }

    [Fact]
    public async Task A_file_that_was_imported_anew_while_it_was_read_is_not_marked()
    {
        var asItWasRead = await ImportAsync(1, "/music/a.flac");
        var anew = await ImportAsync(2, "/music/a.flac");

        Assert.Equal(FindingOutcome.Outdated, await Integrity.RecordRottenAsync(asItWasRead, Cancel));

        Assert.Equal(anew, await Stores.Catalogue.FindLocalFileAsync(anew.Path, Cancel));
        Assert.Empty(await Integrity.ListOpenAsync(Cancel));
    }

    [Fact]
    public async Task What_is_found_again_stays_the_finding_that_it_was()
    {
        var file = await ImportAsync(1, "/music/a.flac");
        var found = Time.GetUtcNow();
        await Integrity.RecordRottenAsync(file, Cancel);
        await Integrity.RecordAsync(FindingKind.StrayFile, "/blobs/x", null, Cancel);
        Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(FindingOutcome.Known, await Integrity.RecordRottenAsync(file, Cancel));
        Assert.Equal(FindingOutcome.Known, await Integrity.RecordAsync(FindingKind.StrayFile, "/blobs/x", null, Cancel));

        Assert.Equal([found, found], (await Integrity.ListOpenAsync(Cancel)).Select(finding => finding.FoundAt));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_still_rotten_and_one_that_is_gone_is_only_gone()
    {
        var file = await ImportAsync(1, "/music/a.flac");
        await Integrity.RecordRottenAsync(file, Cancel);

        Assert.Equal(FindingOutcome.Known, await Integrity.RecordAsync(FindingKind.UnreadableFile, file.Path, file.Hash, Cancel));
        Assert.Equal(FindingKind.RottenFile, Assert.Single(await Integrity.ListOpenAsync(Cancel)).Kind);

        Assert.Equal(FindingOutcome.Recorded, await Integrity.RecordAsync(FindingKind.MissingFile, file.Path, file.Hash, Cancel));
        Assert.Equal(FindingKind.MissingFile, Assert.Single(await Integrity.ListOpenAsync(Cancel)).Kind);
        Assert.Equal(2, (await Integrity.ListAsync(openOnly: false, 1, 10, Cancel)).Total);
    }

    [Fact]
    public async Task Nothing_is_resolved_where_nothing_was_found() => Assert.False(await Integrity.ResolveAsync("/music/a.flac", Cancel));

    [Fact]
    public async Task Findings_are_listed_in_pages_the_newest_first_and_counted_by_kind()
    {
        for (var number = 1; number <= 5; number++)
        {
            await Integrity.RecordAsync(FindingKind.RottenBlob, Sample.Hash(number).ToString(), Sample.Hash(number), Cancel);
        }

        await Integrity.RecordAsync(FindingKind.UnreadableBlob, Sample.Hash(6).ToString(), Sample.Hash(6), Cancel);
        await Integrity.ResolveAsync(Sample.Hash(3).ToString(), Cancel);

        var open = await Integrity.ListAsync(openOnly: true, 2, 2, Cancel);
        Assert.Equal(5, open.Total);
        Assert.Equal([Sample.Hash(4), Sample.Hash(2)], open.Findings.Select(finding => finding.Hash!.Value));
        var all = await Integrity.ListAsync(openOnly: false, 1, 100, Cancel);
        Assert.Equal(6, all.Total);
        Assert.Equal([6, 5, 4, 3, 2, 1], all.Findings.Select(finding => Enumerable.Range(1, 6).Single(number => Sample.Hash(number) == finding.Hash)));
        Assert.Equal(
            [new(FindingKind.RottenBlob, 4), new KeyValuePair<FindingKind, long>(FindingKind.UnreadableBlob, 1)],
            (await Integrity.CountOpenAsync(Cancel)).OrderBy(count => count.Key));
    }

    [Fact]
    public async Task Of_too_many_findings_the_one_resolved_the_longest_ago_goes_and_an_open_one_never_does()
    {
        await ReopenAsync(StoreLimits.Default with { MaxFindings = 3 });
        foreach (var subject in (string[])["/a", "/b", "/c"])
        {
            await Integrity.RecordAsync(FindingKind.StrayFile, subject, null, Cancel);
        }

        await Integrity.ResolveAsync("/b", Cancel);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Integrity.ResolveAsync("/a", Cancel);

        Assert.Equal(FindingOutcome.Recorded, await Integrity.RecordAsync(FindingKind.StrayFile, "/d", null, Cancel));
        Assert.Equal(["/d", "/c", "/a"], await SubjectsAsync());
        Assert.Equal(FindingOutcome.Recorded, await Integrity.RecordAsync(FindingKind.StrayFile, "/e", null, Cancel));
        Assert.Equal(["/e", "/d", "/c"], await SubjectsAsync());
        Assert.Equal(FindingOutcome.NoRoom, await Integrity.RecordAsync(FindingKind.StrayFile, "/f", null, Cancel));

        var file = await ImportAsync(1, "/music/a.flac");
        Assert.Equal(FindingOutcome.NoRoom, await Integrity.RecordRottenAsync(file, Cancel));
        Assert.True((await Stores.Catalogue.FindLocalFileAsync(file.Path, Cancel))!.IsRotten);
        Assert.Equal(["/e", "/d", "/c"], await SubjectsAsync());
    }

    [Fact]
    public async Task Of_many_that_find_the_same_at_once_one_finding_is_kept()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Integrity.RecordAsync(FindingKind.StrayFile, "/a", null, Cancel)));

        Assert.Single(outcomes, FindingOutcome.Recorded);
        Assert.Single(await Integrity.ListOpenAsync(Cancel));
    }

    [Fact]
    public async Task Progress_and_findings_survive_a_restart()
    {
        Assert.Null(await Integrity.FindProgressAsync(Cancel));
        var progress = new ScrubProgress { RoundStartedAt = Time.GetUtcNow(), Position = "/music/ä" };
        await Integrity.SaveProgressAsync(progress, Cancel);
        Assert.Equal(progress, await Integrity.FindProgressAsync(Cancel));

        progress = progress with
        {
            RoundEndedAt = Time.GetUtcNow() + TimeSpan.FromDays(1), Part = ScrubPart.Blobs, Position = null, Checked = 1, Bytes = long.MaxValue, Found = 3, NotReachable = 4,
        };
        await Integrity.SaveProgressAsync(progress, Cancel);
        await Integrity.RecordAsync(FindingKind.StrayFile, "/a", null, Cancel);
        await ReopenAsync();

        Assert.Equal(progress, await Integrity.FindProgressAsync(Cancel));
        Assert.Equal("/a", Assert.Single(await Integrity.ListOpenAsync(Cancel)).Subject);
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_nothing_found() => await AssertUnknownOnceBrokenAsync(
        () => Integrity.RecordAsync(FindingKind.StrayFile, "/a", null, Cancel),
        () => Integrity.RecordRottenAsync(Sample.Import(1).File, Cancel),
        () => Integrity.ResolveAsync("/a", Cancel),
        () => Integrity.ListAsync(openOnly: false, 1, 10, Cancel),
        () => Integrity.ListOpenAsync(Cancel),
        () => Integrity.CountOpenAsync(Cancel),
        () => Integrity.FindProgressAsync(Cancel),
        () => Integrity.SaveProgressAsync(new ScrubProgress { RoundStartedAt = Time.GetUtcNow() }, Cancel));

    private async Task<LocalFile> ImportAsync(int hash, string path)
    {
        var import = Sample.Import(hash, path);
        await Stores.Catalogue.ImportAsync(import, Cancel);
        return import.File;
    }

    private async Task<IEnumerable<string>> SubjectsAsync() =>
        (await Integrity.ListAsync(openOnly: false, 1, 100, Cancel)).Findings.Select(finding => finding.Subject);
}
