using System.Buffers.Binary;
using SoundTime.Blake3;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Bench;

/// <summary>What the one peer announces: 100,000 tracks on 8,000 albums by 1,500 artists, in pages as Rust nodes send them. The same at every run.</summary>
internal static class AnnouncedMusic
{
    /// <summary>Tracks in all.</summary>
    public const int Tracks = 100_000;

    /// <summary>Tracks on a page, as Rust nodes have it (protocol sheet, section 3.5).</summary>
    public const int PageSize = 500;

    /// <summary>Pages in all.</summary>
    public const int Pages = Tracks / PageSize;

    private const int Albums = 8_000;
    private const int Artists = 1_500;

    /// <summary>Of so many albums one has no cover.</summary>
    private const int AlbumsPerMissingCover = 4;

    private static readonly string[] Words =
    [
        "Night", "River", "Golden", "Blue", "Heart", "Café", "Winter", "Electric", "Silence", "Harbour", "Étoile", "Northern", "Letters", "Machine",
        "Summer", "Glass", "Distant", "Shadow", "Garden", "Thunder", "Velvet", "Morning", "Paper", "Ocean", "Broken", "Kingdom", "Señor", "Wild",
    ];

    private static readonly string[] Genres = ["Rock", "Electronic", "Jazz", "Classical", "Hip-Hop", "Folk", "Metal", "Pop"];

    /// <summary>The peer.</summary>
    public static NodeId Peer => new(HashOf("peer", 0));

    /// <summary>One page; <paramref name="page"/> from 0.</summary>
    public static IReadOnlyList<TrackAnnouncement> Page(int page) => [.. Enumerable.Range(page * PageSize, PageSize).Select(Track)];

    private static TrackAnnouncement Track(int number)
    {
        var album = (int)((long)number * Albums / Tracks);
        var first = (int)(((long)album * Tracks + Albums - 1) / Albums);
        return new TrackAnnouncement
        {
            Hash = Convert.ToHexStringLower(HashOf("track", number)),
            Title = Name("track", number, 3),
            ArtistName = $"{Name("artist", album % Artists, 2)} {album % Artists}",
            AlbumTitle = $"{Name("album", album, 3)} {album}",
            DurationSecs = 120 + (number * 7919L % 3000 / 10f),
            Format = number % 3 == 0 ? "mp3" : "flac",
            FileSize = 4_000_000 + (number * 104_729L % 36_000_000),
            Genre = Genres[album % Genres.Length],
            Year = (short)(1960 + (album % 66)),
            TrackNumber = (short)(number - first + 1),
            DiscNumber = 1,
            Bitrate = number % 3 == 0 ? 320 : 1011,
            SampleRate = 44_100,
            OriginNode = Peer.ToString(),
            CoverHash = album % AlbumsPerMissingCover == 0 ? null : Convert.ToHexStringLower(HashOf("cover", album)),
        };
    }

    private static string Name(string kind, int number, int words) => string.Join(' ', HashOf(kind, number).Take(words).Select(value => Words[value % Words.Length]));

    private static byte[] HashOf(string kind, int number)
    {
        var input = new byte[kind.Length + sizeof(int)];
        System.Text.Encoding.ASCII.GetBytes(kind, input);
        BinaryPrimitives.WriteInt32LittleEndian(input.AsSpan(kind.Length), number);
        var hash = new byte[Blake3Hasher.HashLength];
        Blake3Hasher.Hash(input, hash);
        return hash;
    }
}
