using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Blobs;

public sealed class BlobCacheRoomTests
{
    private const int Length = 1 << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Room_on_the_disk_is_made_by_eviction_and_what_never_fits_evicts_nothing()
    {
        using var disk = new TinyDisk("size=16m");
        var store = Open(disk, free: 4 << 20);
        for (var number = 0; number < 8; number++)
        {
            await SampleBlob.FetchAsync(store, SampleBlob.Bytes(Length, number), Cancel);
        }

        store.EvictIfNeeded();
        Assert.Equal(8, store.Usage.Blobs);
        Assert.Equal(BlobFailure.DiskFull, Assert.Throws<BlobException>(() => store.EnsureRoomFor(14 << 20)).Reason);
        Assert.Equal(8, store.Usage.Blobs);

        store.EnsureRoomFor(8 << 20);

        Assert.InRange(store.Usage.Blobs, 1, 4);
        using var pending = store.Begin(Sample.Hash(1), 8 << 20);
        using var source = pending.BeginSource(isHeard: true);
        await source.WriteAsync(new byte[8 << 20], Cancel);
    }

    [Fact]
    public async Task The_reserve_is_kept_free_when_others_fill_the_disk()
    {
        using var disk = new TinyDisk("size=16m");
        var store = Open(disk, free: 4 << 20);
        for (var number = 0; number < 6; number++)
        {
            await SampleBlob.FetchAsync(store, SampleBlob.Bytes(Length, number), Cancel);
        }

        Assert.Equal(0, store.EvictIfNeeded());
        await File.WriteAllBytesAsync(disk["others"], new byte[8 << 20], Cancel);

        Assert.InRange(store.EvictIfNeeded(), 2 * Length, 4 * Length);
        Assert.InRange(new DriveInfo(disk["blobs"]).AvailableFreeSpace, 4 << 20, 6 << 20);
        await File.WriteAllBytesAsync(disk["more"], new byte[4 << 20], Cancel);
        store.EvictIfNeeded();
        Assert.Equal(0, store.Usage.Blobs);
        Assert.Equal(BlobFailure.DiskFull, Assert.Throws<BlobException>(() => store.EnsureRoomFor(4 << 20)).Reason);
    }

    [Fact]
    public async Task On_a_full_disk_nothing_unverified_is_kept_and_what_is_there_is_served_and_evicted()
    {
        using var disk = new TinyDisk("size=8m");
        var store = Open(disk, free: 0);
        var bytes = SampleBlob.Bytes(Length);
        var hash = await SampleBlob.FetchAsync(store, bytes, Cancel);
        File.Delete(disk[$"blobs/cached/{hash.ToString()[..2]}/{hash}.tree"]);
        using (var pending = store.Begin(Sample.Hash(1), 64 << 20))
        {
            using var source = pending.BeginSource(isHeard: true);
            var error = await Assert.ThrowsAsync<BlobException>(async () =>
            {
                for (var written = 0; written < 64; written++)
                {
                    await source.WriteAsync(new byte[Length], Cancel);
                }
            });
            Assert.Equal(BlobFailure.DiskFull, error.Reason);
        }

        await FillAsync(disk["others"]);
        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(store.OpenRead(hash)!, Cancel));
        Assert.True(store.Pin(hash));
        Assert.True(store.Unpin(hash));
        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(store.OpenRead(hash)!, Cancel));
        Assert.Empty(Directory.GetFiles(disk["blobs/incoming"]));

        store.EnsureRoomFor(Length / 2);
        Assert.False(store.Contains(hash));
    }

    private static async Task FillAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                await file.WriteAsync(new byte[4_096], Cancel);
            }
        }
        catch (IOException error) when (FileErrors.IsDiskFull(error))
        {
            // Full, as it is wanted.
        }
    }

    private static BlobStore Open(TinyDisk disk, long free) => new(disk["blobs"], new BlobStoreOptions { FreeBytes = free });
}
