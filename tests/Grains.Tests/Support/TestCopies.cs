using System.Buffers.Binary;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Copies as peers announce them.</summary>
internal static class TestCopies
{
    /// <summary>Size of each, in bytes.</summary>
    public const long Size = 1 << 20;

    /// <summary>The copy of a peer, of whichever track.</summary>
    public static Copy New(int peer, string format = "flac", int track = 1) =>
        new(Guid.NewGuid(), HashOf(track), TestNode.IdOf(peer), format, Size, null, null, DateTimeOffset.UnixEpoch.AddSeconds(peer));

    public static BlobHash HashOf(int track)
    {
        var bytes = new byte[BlobHash.Size];
        bytes[0] = 7;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), track);
        return new BlobHash(bytes);
    }
}
