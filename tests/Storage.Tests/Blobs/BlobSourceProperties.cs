using FsCheck;
using FsCheck.Fluent;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Blobs;

/// <summary>Any sources one after another, true and false, heard and held back, each to any point; the last one, unless the track has come before, sends it all and rightly.</summary>
public sealed class BlobSourceProperties
{
    private const int Length = 3_000;

    [Fact]
    public void A_listener_hears_the_track_or_is_told_and_nobody_is_accused_wrongly()
    {
        using var folder = new TemporaryFolder();
        var store = new BlobStore(folder["blobs"]);

        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => RunAsync(store, new Random(seed)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static async Task<bool> RunAsync(BlobStore store, Random random)
    {
        var right = SampleBlob.Bytes(Length, random.Next());
        using var pending = store.Begin(SampleBlob.HashOf(right), Length);
        var listeners = new List<Listener>();
        var sources = new List<(BlobSource Source, bool HasLied)>();
        try
        {
            for (var number = random.Next(6); number >= 0 && !pending.IsComplete; number--)
            {
                var bytes = right.ToArray();
                var count = number == 0 ? Length : random.Next(Length + 1);
                var firstLie = number == 0 || random.Next(2) == 0 ? Length : random.Next(Length);
                bytes.AsSpan(firstLie).Fill((byte)random.Next(256));
                var source = pending.BeginSource(random.Next(2) == 0);
                sources.Add((source, !bytes.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count))));
                for (var sent = 0; sent < count;)
                {
                    var piece = Math.Min(random.Next(1, 400), count - sent);
                    await source.WriteAsync(bytes.AsMemory(sent, piece), CancellationToken.None);
                    sent += piece;
                    if (listeners.Count < 5 && random.Next(3) == 0)
                    {
                        listeners.Add(new Listener(pending.OpenRead()));
                    }

                    listeners.ForEach(listener => listener.Read(random.Next(300)));
                }

                if (source.IsWhole)
                {
                    await CompleteAsync(source);
                }

                source.Dispose();
            }

            foreach (var listener in listeners)
            {
                if (!await listener.IsRightAsync(right))
                {
                    return false;
                }
            }

            return sources.TrueForAll(source => source.HasLied || !source.Source.IsContradicted);
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    private static async Task CompleteAsync(BlobSource source)
    {
        try
        {
            await source.CompleteAsync(CancellationToken.None);
        }
        catch (BlobException error) when (error.Reason == BlobFailure.HashMismatch)
        {
        }
    }

    private sealed class Listener(Stream stream) : IDisposable
    {
        private readonly byte[] _heard = new byte[Length + 1];
        private int _count;
        private Task<int>? _reading;

        /// <summary>Reads on, unless it still waits.</summary>
        public void Read(int count)
        {
            if (_reading is { IsCompletedSuccessfully: true, Result: var read })
            {
                _count += read;
                _reading = null;
            }

            if (_reading is null && count > 0)
            {
                _reading = stream.ReadAsync(_heard.AsMemory(_count, Math.Min(count, _heard.Length - _count))).AsTask();
            }
        }

        /// <summary>Reads to the end: has it heard the blob, or was it told that what it heard is wrong, as it was?</summary>
        public async Task<bool> IsRightAsync(byte[] right)
        {
            try
            {
                _count += _reading is null ? 0 : await _reading;
                int read;
                while ((read = await stream.ReadAsync(_heard.AsMemory(_count))) > 0)
                {
                    _count += read;
                }

                return _heard.AsSpan(0, _count).SequenceEqual(right);
            }
            catch (IOException)
            {
                return !_heard.AsSpan(0, _count).SequenceEqual(right.AsSpan(0, _count));
            }
        }

        public void Dispose() => stream.Dispose();
    }
}
