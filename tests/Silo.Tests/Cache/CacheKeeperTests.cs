using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Silo.Cache;
using SoundTime.Storage.Blobs;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Cache;

public sealed class CacheKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("soundtime-cache-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_comes_in_beyond_the_budget_makes_room_by_itself_and_the_keeper_ends_when_asked()
    {
        var blobs = new BlobStore(_folder, new BlobStoreOptions { CacheBytes = 10, FreeBytes = 0 });
        await FetchAsync(blobs, 1);
        using var keeper = new CacheKeeper(blobs, new ManualTime(), NullLogger<CacheKeeper>.Instance);

        await keeper.StartAsync(Cancel);
        await EvictedAsync(blobs, 0);
        await FetchAsync(blobs, 2);
        await FetchAsync(blobs, 3);
        await EvictedAsync(blobs, 1);
        await keeper.StopAsync(Cancel);

        Assert.True(keeper.ExecuteTask!.IsCompletedSuccessfully);
        Assert.InRange(blobs.Usage.Bytes, 1, 10);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_tried_again()
    {
        var blobs = new BlobStore(_folder, new BlobStoreOptions { CacheBytes = 10, FreeBytes = 0 });
        var time = new ManualTime();
        var cached = Path.Combine(_folder, "cached", "00");
        File.CreateSymbolicLink(cached, cached);
        using var keeper = new CacheKeeper(blobs, time, NullLogger<CacheKeeper>.Instance);
        await keeper.StartAsync(Cancel);
        File.Delete(cached);
        while (!blobs.Usage.IsCounted)
        {
            time.Advance(CacheKeeper.Interval);
            await Task.Yield();
            Cancel.ThrowIfCancellationRequested();
        }

        await keeper.StopAsync(Cancel);
    }

    private static async Task EvictedAsync(BlobStore blobs, long atLeast)
    {
        while (!blobs.Usage.IsCounted || blobs.Usage.EvictedBlobs < atLeast)
        {
            await Task.Yield();
            Cancel.ThrowIfCancellationRequested();
        }
    }

    private static async Task FetchAsync(BlobStore blobs, byte content)
    {
        byte[] bytes = [content, 2, 3, 4, 5];
        var hash = new byte[BlobHash.Size];
        Blake3.Blake3Hasher.Hash(bytes, hash);
        using var pending = blobs.Begin(new BlobHash(hash), bytes.Length);
        using var source = pending.BeginSource(isHeard: true);
        await source.WriteAsync(bytes, Cancel);
        await source.CompleteAsync(Cancel);
    }
}
