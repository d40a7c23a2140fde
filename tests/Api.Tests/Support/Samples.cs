using System.Security.Cryptography;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Api.Tests.Support;

/// <summary>Tracks and bytes for tests.</summary>
internal static class Samples
{
    public static BlobHash Hash(byte fill)
    {
        var bytes = new byte[BlobHash.Size];
        Array.Fill(bytes, fill);
        return new BlobHash(bytes);
    }

    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    public static Track Track(long size = 1000, string format = "flac", bool local = true) => new()
    {
        Id = Guid.NewGuid(),
        Hash = new BlobHash(RandomNumberGenerator.GetBytes(BlobHash.Size)),
        FileSize = size,
        ArtistId = Guid.NewGuid(),
        IsLocal = local,
        CreatedAt = new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.FromHours(2)),
        Tags = new TrackTags { Title = "Élan", ArtistName = "Unknown", DurationSecs = 12.5f, Format = format, Bitrate = 900 },
    };
}
