using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Search;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Killing;

public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_loses_nothing_it_acknowledged()
    {
        foreach (var rounds in (int[])[1, 7, 25])
        {
            var acknowledged = await WriteAndKillAsync(rounds);
            Assert.True(acknowledged >= rounds - 1);
            await AssertAllIsThereAsync(acknowledged);
        }
    }

    [Fact]
    public async Task Two_processes_on_one_database_both_keep_what_they_acknowledged()
    {
        using var writer = StartWriter();
        var first = await ReadAcknowledgedAsync(writer, lines: 1);
        await using (var stores = await OpenAsync())
        {
            for (var number = 1_000_000; number < 1_000_020; number++)
            {
                await stores.Catalogue.ImportAsync(Sample.Import(number, KilledWriter.PathOf(number)), Cancel);
            }
        }

        await AssertAllIsThereAsync(await KillAsync(writer, first));
        await using var again = await OpenAsync();
        Assert.NotNull(await again.Catalogue.FindLocalFileAsync(KilledWriter.PathOf(1_000_019), Cancel));
    }

    private async Task<int> WriteAndKillAsync(int rounds)
    {
        using var writer = StartWriter();
        return await KillAsync(writer, await ReadAcknowledgedAsync(writer, rounds));
    }

    private static async Task<int> ReadAcknowledgedAsync(Process writer, int lines)
    {
        var last = "";
        for (var line = 0; line < lines; line++)
        {
            last = await writer.StandardOutput.ReadLineAsync(Cancel) ?? throw new InvalidOperationException("The writer ended by itself.");
        }

        return int.Parse(last, CultureInfo.InvariantCulture);
    }

    /// <summary>Kills the writer in the middle of its work; answers the last number it acknowledged.</summary>
    private static async Task<int> KillAsync(Process writer, int acknowledged)
    {
        writer.Kill();
        var rest = await writer.StandardOutput.ReadToEndAsync(Cancel);
        await writer.WaitForExitAsync(Cancel);
        // The kill may have cut the last line short.
        var whole = rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return whole.Length == 0 ? acknowledged : int.Parse(whole[^1], CultureInfo.InvariantCulture);
    }

    private Process StartWriter() => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [KilledWriter.Command, _folder.Path]) { RedirectStandardOutput = true })!;

    private async Task AssertAllIsThereAsync(int acknowledged)
    {
        var blobs = new BlobStore(_folder["blobs"]);
        await using var stores = await OpenAsync();
        for (var number = 0; number <= acknowledged; number++)
        {
            var (bytes, pendingBytes) = (KilledWriter.BytesOf(number), KilledWriter.PendingBytesOf(number));
            var hash = SampleBlob.HashOf(bytes);
            Assert.Equal(hash, (await stores.Catalogue.FindLocalFileAsync(KilledWriter.PathOf(number), Cancel))!.Hash);
            Assert.Equal($"Track {number}", (await stores.Catalogue.FindTrackAsync(hash, Cancel))!.Tags.Title);
            Assert.Equal(hash, await FindFirstAsync(stores, $"Track {number}"));
            Assert.Single(await stores.Catalogue.ListCopiesAsync(hash, Cancel));
            Assert.Single(await stores.Catalogue.ListCopiesAsync(Sample.Hash(number), Cancel));
            Assert.Equal(bytes, await SampleBlob.ReadAllAsync(blobs.OpenRead(hash)!, Cancel));
            Assert.Equal(pendingBytes, await SampleBlob.ReadAllAsync(blobs.OpenRead(SampleBlob.HashOf(pendingBytes))!, Cancel));
        }

        await AssertChangesAreWholeAsync(stores, acknowledged);
        Assert.Empty(Directory.GetFiles(_folder["blobs/incoming"]));
        foreach (var path in Directory.GetFiles(_folder["blobs"], "*", SearchOption.AllDirectories))
        {
            Assert.Equal(Path.GetFileName(path), SampleBlob.HashOf(await File.ReadAllBytesAsync(path, Cancel)).ToString());
        }

        using var direct = new SqliteConnection($"Data Source={_folder["soundtime.db"]};Pooling=False");
        direct.Open();
        using var check = new SqliteCommand("PRAGMA integrity_check", direct);
        Assert.Equal("ok", check.ExecuteScalar());
        using var checkWords = new SqliteCommand("INSERT INTO search_words (search_words) VALUES ('integrity-check')", direct);
        checkWords.ExecuteNonQuery();
        using var countWithoutWords = new SqliteCommand(
            "SELECT (SELECT sum(local_tracks + remote_tracks + albums + artists) FROM totals) - (SELECT count(*) FROM search_items JOIN search_words ON search_words.rowid = number)", direct);
        Assert.Equal(0L, countWithoutWords.ExecuteScalar());
    }

    private static async Task<BlobHash> FindFirstAsync(SqliteStores stores, string question) =>
        (await stores.Search.FindTracksAsync(SearchQuestion.Parse(question), SearchScope.Local, 0, 1, Cancel))[0].Found.Hash;

    /// <summary>Each track of ours has one number, from 1 without gaps, and the position that was kept is not ahead of them.</summary>
    private static async Task AssertChangesAreWholeAsync(SqliteStores stores, int acknowledged)
    {
        var last = await stores.Catalogue.FindLastChangeAsync(Cancel);
        var changes = await stores.Catalogue.ListChangesAsync(0, int.MaxValue, Cancel);
        Assert.Equal((last, (await stores.Catalogue.CountAsync(Cancel)).LocalTracks), (changes.Last, changes.Tracks.Count));
        Assert.Equal(last, changes.Tracks.Count);
        var state = await stores.GrainStates.ReadAsync(KilledWriter.Position, KilledWriter.Position, Cancel);
        Assert.InRange(JsonSerializer.Deserialize<long>(state!.Json.Span), acknowledged + 1, last);
    }

    private Task<SqliteStores> OpenAsync() =>
        SqliteStores.OpenAsync(_folder["soundtime.db"], TimeProvider.System, NullLogger.Instance, Cancel);
}
