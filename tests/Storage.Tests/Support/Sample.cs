using System.Buffers.Binary;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Support;

/// <summary>Small valid values that tests vary.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Modified = new DateTimeOffset(2025, 5, 6, 7, 8, 9, TimeSpan.Zero).AddTicks(1234567);

    public static BlobHash Hash(int number)
    {
        Span<byte> bytes = stackalloc byte[BlobHash.Size];
        bytes.Fill(0xA5);
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new BlobHash(bytes);
    }

    public static NodeId Node(int number)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Size];
        bytes.Fill(0x5A);
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new NodeId(bytes);
    }

    public static TrackTags Tags(string title = "Title", string artist = "Artist", string? album = "Album") => new()
    {
        Title = title,
        ArtistName = artist,
        AlbumTitle = album,
        DurationSecs = 240.53f,
        Format = "flac",
        Genre = "Electronic",
        Year = 2024,
        TrackNumber = 3,
        DiscNumber = 1,
        Bitrate = 1411,
        SampleRate = 44100,
    };

    public static TrackImport Import(int hash, string path = "/music/a.flac", TrackTags? tags = null, BlobHash? cover = null) =>
        new(new LocalFile(path, Hash(hash), 1000 + hash, Modified), tags ?? Tags(), cover);

    public static TrackAnnouncement Announcement(int hash, string title = "Title", string artist = "Artist") => new()
    {
        Hash = Hash(hash).ToString(),
        Title = title,
        ArtistName = artist,
        AlbumTitle = "Album",
        DurationSecs = 180f,
        Format = "mp3",
        FileSize = 5_000_000,
        Genre = "Rock",
        Year = 1999,
        TrackNumber = 1,
        DiscNumber = 1,
        Bitrate = 320,
        SampleRate = 48000,
        OriginNode = Node(999).ToString(),
    };
}
