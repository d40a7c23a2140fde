using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Killing;

/// <summary>
/// A process that stores blobs, files, announcements and a position in its changes until it is killed, and prints each number once all of it is stored.
/// </summary>
internal static class KilledWriter
{
    public const string Command = "write-until-killed";

    /// <summary>Name and key of the state that keeps the position.</summary>
    public const string Position = "position";

    public static async Task<int> RunAsync(string folder)
    {
        await using var stores = await SqliteStores.OpenAsync(
            Path.Combine(folder, "soundtime.db"), TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var blobs = new BlobStore(Path.Combine(folder, "blobs"));

        var etag = (await stores.GrainStates.ReadAsync(Position, Position, CancellationToken.None))?.ETag;

        // Never finished: what is found of it after the kill does not count.
        using var halfWritten = blobs.Begin(Sample.Hash(-1), 1_000_000);
        using var neverFinished = halfWritten.BeginSource(isHeard: true);
        for (var number = 0; ; number++)
        {
            await neverFinished.WriteAsync(new byte[10], CancellationToken.None);
            var bytes = BytesOf(number);
            var hash = await blobs.AddAsync(new MemoryStream(bytes), bytes.Length, CancellationToken.None);
            using var pending = blobs.Begin(SampleBlob.HashOf(PendingBytesOf(number)), bytes.Length);
            using var source = pending.BeginSource(isHeard: true);
            await source.WriteAsync(PendingBytesOf(number), CancellationToken.None);
            await source.CompleteAsync(CancellationToken.None);
            var file = new LocalFile(PathOf(number), hash, bytes.Length, Sample.Modified);
            await stores.Catalogue.ImportAsync(new TrackImport(file, Sample.Tags($"Track {number}"), null), CancellationToken.None);
            var announced = Sample.Announcement(number);
            await stores.Catalogue.RecordAnnouncementsAsync(Sample.Node(1), [announced, announced with { Hash = hash.ToString() }], CancellationToken.None);
            var position = JsonSerializer.SerializeToUtf8Bytes(await stores.Catalogue.FindLastChangeAsync(CancellationToken.None));
            etag = await stores.GrainStates.WriteAsync(Position, Position, etag, position, CancellationToken.None)
                ?? throw new InvalidOperationException("The position was written by somebody else.");
            Console.WriteLine(number);
        }
    }

    public static string PathOf(int number) => $"/music/{number:D6}";

    public static byte[] BytesOf(int number) => SampleBlob.Bytes(20_000 + number, number);

    public static byte[] PendingBytesOf(int number)
    {
        var bytes = BytesOf(number);
        BinaryPrimitives.WriteInt32BigEndian(bytes, ~number);
        return bytes;
    }
}
