using FsCheck;
using FsCheck.Fluent;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Blobs;

public sealed class PendingBlobProperties
{
    private const int Listeners = 4;

    [Fact]
    public void Listeners_read_what_was_written_however_it_is_cut_and_wherever_they_jump()
    {
        using var folder = new TemporaryFolder();
        var store = new BlobStore(folder["blobs"]);

        Prop.ForAll(
                Gen.Choose(1, 40_000).ToArbitrary(),
                Gen.Choose(1, 5_000).ToArbitrary(),
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                (length, largestChunk, seed) => RunAsync(store, length, largestChunk, seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static async Task<bool> RunAsync(BlobStore store, int length, int largestChunk, int seed)
    {
        var bytes = SampleBlob.Bytes(length, seed);
        using var pending = store.Begin(SampleBlob.HashOf(bytes), length);
        var listeners = Enumerable.Range(0, Listeners).Select(number => ListenAsync(pending.OpenRead(), bytes, new Random(seed + number))).ToArray();
        var random = new Random(~seed);
        using var source = pending.BeginSource(isHeard: true);
        for (var written = 0; written < length;)
        {
            var count = Math.Min(random.Next(1, largestChunk + 1), length - written);
            await source.WriteAsync(bytes.AsMemory(written, count), CancellationToken.None);
            written += count;
        }

        await source.CompleteAsync(CancellationToken.None);
        return (await Task.WhenAll(listeners)).All(right => right);
    }

    /// <summary>Reads at a few random places, then all from the start.</summary>
    private static async Task<bool> ListenAsync(Stream stream, byte[] expected, Random random)
    {
        await using var owned = stream;
        var buffer = new byte[random.Next(1, 8_000)];
        for (var jump = 0; jump < 5; jump++)
        {
            var position = random.Next(expected.Length);
            owned.Position = position;
            var read = await owned.ReadAsync(buffer);
            if (read == 0 || !expected.AsSpan(position, read).SequenceEqual(buffer.AsSpan(0, read)))
            {
                return false;
            }
        }

        owned.Seek(0, SeekOrigin.Begin);
        return (await SampleBlob.ReadAllAsync(owned, CancellationToken.None)).SequenceEqual(expected);
    }
}
