using System.Buffers;
using System.Text;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Tests.Support;

/// <summary>The examples of the protocol sheet, and short ways to write and read.</summary>
internal static class Samples
{
    public const string Node = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";
    public const string Hash = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";

    public const string TrackJson =
        $$"""{"hash":"{{Hash}}","title":"Song","artist_name":"Artist","album_artist_name":null,"album_title":"Album","duration_secs":240.5,"format":"flac","file_size":30000000,"genre":"Electronic","year":2024,"track_number":1,"disc_number":1,"bitrate":1411,"sample_rate":44100,"origin_node":"{{Node}}","cover_hash":null}""";

    public const string ResultJson =
        $$"""{"hash":"{{Hash}}","title":"T","artist_name":"A","album_title":null,"duration_secs":180.0,"format":"flac","genre":null,"year":2024,"bitrate":1411,"source_node":"{{Node}}","musicbrainz_id":null,"relevance":0.6079271}""";

    public const string BloomJson =
        """{"bitmap":[32,128,0,0,0,0,0,0,0,32,0,32,32,32,32,32],"num_hashes":8,"bitmap_bits":128,"sip_keys":[[506097522914230528,1084818905618843912],[1663540288323457296,2242261671028070680]],"item_count":1}""";

    public static TrackAnnouncement Track { get; } = new()
    {
        Hash = Hash,
        Title = "Song",
        ArtistName = "Artist",
        AlbumTitle = "Album",
        DurationSecs = 240.5f,
        Format = "flac",
        FileSize = 30_000_000,
        Genre = "Electronic",
        Year = 2024,
        TrackNumber = 1,
        DiscNumber = 1,
        Bitrate = 1411,
        SampleRate = 44_100,
        OriginNode = Node,
    };

    public static SearchResultItem Result { get; } = new()
    {
        Hash = Hash,
        Title = "T",
        ArtistName = "A",
        DurationSecs = 180,
        Format = "flac",
        Year = 2024,
        Bitrate = 1411,
        SourceNode = Node,
        Relevance = 0.6079271f,
    };

    public static BloomFilterData Bloom { get; } = new(
        new byte[] { 32, 128, 0, 0, 0, 0, 0, 0, 0, 32, 0, 32, 32, 32, 32, 32 },
        8,
        128,
        new SipKey(506097522914230528, 1084818905618843912),
        new SipKey(1663540288323457296, 2242261671028070680),
        1);

    public static string Write(Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(message, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static Message Parse(string json) => MessageParser.Parse(Encoding.UTF8.GetBytes(json));

    public static WireError ParseError(string json) => Assert.Throws<WireException>(() => Parse(json)).Error;
}
