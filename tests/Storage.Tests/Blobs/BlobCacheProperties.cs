using FsCheck;
using FsCheck.Fluent;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Blobs;

public sealed class BlobCacheProperties
{
    private const int Tracks = 12;
    private const int Steps = 60;

    /// <summary>The store against a list that says of each blob what should have become of it.</summary>
    [Fact]
    public void The_cache_holds_what_a_naive_model_holds_whatever_happens()
    {
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed => RunAsync(new Random(seed)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15).WithQuietOnSuccess(true));
    }

    private static async Task<bool> RunAsync(Random random)
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        var budget = random.Next(1, 6_000);
        var store = Open(folder, budget, time);
        var model = new NaiveCache(budget);
        Dictionary<int, Stream> readers = [];
        for (var step = 0; step < Steps; step++)
        {
            time.Advance(TimeSpan.FromSeconds(61));
            var track = random.Next(Tracks);
            var bytes = SampleBlob.Bytes(200 + (track * 150), track);
            var hash = SampleBlob.HashOf(bytes);
            switch (random.Next(8))
            {
                case 0 or 1 or 2 when !store.Contains(hash):
                    await SampleBlob.FetchAsync(store, bytes, CancellationToken.None);
                    model.Fetch(track, bytes.Length, time.GetUtcNow());
                    break;
                case 3 or 4 when !readers.ContainsKey(track) && store.OpenRead(hash) is { } stream:
                    readers.Add(track, stream);
                    model.BeginRead(track, time.GetUtcNow());
                    break;
                case 5 when readers.Remove(track, out var reader):
                    reader.Dispose();
                    model.EndRead(track, time.GetUtcNow());
                    break;
                case 6:
                    if (store.Pin(hash) != model.Pin(track) || (random.Next(2) == 0 && store.Unpin(hash) != model.Unpin(track)))
                    {
                        return false;
                    }

                    break;
                case 7 when readers.Count == 0:
                    store = Open(folder, budget, time);
                    break;
                default:
                    if (store.EvictIfNeeded() != model.Evict() || store.Usage.Bytes != model.CachedBytes)
                    {
                        return false;
                    }

                    break;
            }

            if (!Enumerable.Range(0, Tracks).All(number => store.Contains(HashOf(number)) == model.Contains(number)))
            {
                return false;
            }
        }

        foreach (var reader in readers.Values)
        {
            await reader.DisposeAsync();
        }

        return true;
    }

    private static Wire.BlobHash HashOf(int track) => SampleBlob.HashOf(SampleBlob.Bytes(200 + (track * 150), track));

    private static BlobStore Open(TemporaryFolder folder, long budget, ManualTime time) =>
        new(folder["blobs"], new BlobStoreOptions { CacheBytes = budget, FreeBytes = 0 }, time);
}
