using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Killing;

/// <summary>A process that fetches, pins, unpins and evicts blobs until it is killed, and prints the number of each that it has pinned for good.</summary>
internal static class KilledCache
{
    public const string Command = "cache-until-killed";

    /// <summary>Room for three blobs.</summary>
    public const long Budget = 600_000;

    public static async Task<int> RunAsync(string folder)
    {
        var blobs = Open(folder);
        List<BlobHash> passing = [];
        for (var number = 0; ; number++)
        {
            // Those of an earlier run are pinned already.
            var hash = blobs.Contains(HashOf(number)) ? HashOf(number) : await SampleBlob.FetchAsync(blobs, BytesOf(number), CancellationToken.None);
            passing.Add(await SampleBlob.FetchAsync(blobs, BytesOf(~number), CancellationToken.None));
            foreach (var other in passing.TakeLast(2))
            {
                _ = blobs.Pin(other) && blobs.Unpin(other);
            }

            blobs.Pin(hash);
            blobs.EvictIfNeeded();
            Console.WriteLine(number);
        }
    }

    public static BlobStore Open(string folder) => new(Path.Combine(folder, "blobs"), new BlobStoreOptions { CacheBytes = Budget, FreeBytes = 0 });

    public static BlobHash HashOf(int number) => SampleBlob.HashOf(BytesOf(number));

    /// <summary>A few groups, so that there is a tree.</summary>
    public static byte[] BytesOf(int number) => SampleBlob.Bytes(200_000 + (Math.Abs(number) % 100), number);
}
