using System.Diagnostics;
using System.Globalization;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Killing;

public sealed class CacheKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_is_killed_while_it_fetches_pins_and_evicts_leaves_only_right_blobs_and_all_that_it_pinned()
    {
        foreach (var rounds in (int[])[1, 2, 4, 9])
        {
            await AssertAllIsRightAsync(await RunAndKillAsync(rounds));
        }
    }

    private async Task<int> RunAndKillAsync(int rounds)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [KilledCache.Command, _folder.Path]) { RedirectStandardOutput = true })!;
        var last = "";
        for (var line = 0; line < rounds; line++)
        {
            last = await process.StandardOutput.ReadLineAsync(Cancel) ?? throw new InvalidOperationException("The process ended by itself.");
        }

        process.Kill();
        await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return int.Parse(last, CultureInfo.InvariantCulture);
    }

    private async Task AssertAllIsRightAsync(int acknowledged)
    {
        var blobs = KilledCache.Open(_folder.Path);
        Assert.Empty(Directory.GetFiles(_folder["blobs/incoming"]));
        foreach (var blob in blobs.List().ToArray())
        {
            Assert.Equal(blob.Hash, SampleBlob.HashOf(await SampleBlob.ReadAllAsync(blobs.OpenRead(blob.Hash)!, Cancel)));
        }

        var pinned = blobs.List(place: BlobPlace.Pinned).Select(blob => blob.Hash).ToHashSet();
        Assert.All(Enumerable.Range(0, acknowledged + 1), number => Assert.Contains(KilledCache.HashOf(number), pinned));
        blobs.EvictIfNeeded();
        Assert.InRange(blobs.Usage.Bytes, 0, KilledCache.Budget);
        Assert.Equal(blobs.List(place: BlobPlace.Cached).Sum(blob => blob.Length), blobs.Usage.Bytes);
        Assert.All(Directory.GetFiles(_folder["blobs/cached"], "*.tree", SearchOption.AllDirectories), tree => Assert.True(File.Exists(tree[..^".tree".Length])));
        Assert.Empty(Directory.GetFiles(_folder["blobs/rotten"]));
    }
}
