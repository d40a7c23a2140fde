using System.Buffers;
using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Writing;

/// <summary>What would break a Rust node is not sent (protocol sheet, sections 12 and 14).</summary>
public class RefusalTests
{
    public static TheoryData<Message> Unsendable =>
    [
        Announce(Samples.Track with { CoverHash = "x" }),
        Announce(Samples.Track with { CoverHash = "" }),
        Announce(Samples.Track with { CoverHash = Samples.Hash.ToUpperInvariant() }),
        Announce(Samples.Track with { Hash = "" }),
        Announce(Samples.Track with { OriginNode = "me" }),
        Announce(Samples.Track with { DurationSecs = float.NaN }),
        Announce(Samples.Track with { DurationSecs = float.PositiveInfinity }),
        Announce(Samples.Track with { Title = "\ud83d" }),
        new CatalogSync([Samples.Track, Samples.Track with { CoverHash = "x" }]),
        new CatalogDelta(DateTimeOffset.UnixEpoch, [Samples.Track with { CoverHash = "x" }]),
        new FetchTrack("x"),
        new TrackData("x", 1),
        new Pong("x", 1, null),
        new PeerExchange(["x"]),
        new SearchResults("r", [Samples.Result with { Hash = "x" }], 1),
        new SearchResults("r", [Samples.Result with { Relevance = float.NaN }], 1),
        new BloomExchange(Samples.Bloom with { BitmapBits = 0 }),
        new BloomExchange(Samples.Bloom with { BitmapBits = 129 }),
        new BloomExchange(Samples.Bloom with { NumHashes = 0 }),
        new BloomExchange(Samples.Bloom with { NumHashes = WireLimits.MaxBloomHashes + 1 }),
        new BloomExchange(Samples.Bloom with { Bitmap = default, BitmapBits = 0 }),
    ];

    public static TheoryData<Message> TooLong =>
    [
        Announce(Samples.Track with { Title = Times(WireLimits.MaxNameCharacters + 1) }),
        Announce(Samples.Track with { ArtistName = Times(WireLimits.MaxNameCharacters + 1) }),
        Announce(Samples.Track with { AlbumArtistName = Times(WireLimits.MaxNameCharacters + 1) }),
        Announce(Samples.Track with { AlbumTitle = Times(WireLimits.MaxNameCharacters + 1) }),
        Announce(Samples.Track with { Format = Times(WireLimits.MaxFormatCharacters + 1) }),
        Announce(Samples.Track with { Genre = Times(WireLimits.MaxGenreCharacters + 1) }),
        new PeerExchange([.. Enumerable.Repeat(Samples.Node, WireLimits.MaxPeers + 1)]),
        new SearchResults("r", [.. Enumerable.Repeat(Samples.Result, WireLimits.MaxSearchResults + 1)], 1),
    ];

    [Theory]
    [MemberData(nameof(Unsendable))]
    public void What_breaks_a_peer_is_refused(Message message) => AssertRefused(WireError.Unsendable, message);

    [Theory]
    [MemberData(nameof(TooLong))]
    public void What_a_peer_cannot_store_is_refused(Message message) => AssertRefused(WireError.TooLong, message);

    [Fact]
    public void Caps_count_characters_and_not_their_halves()
    {
        var name = string.Concat(Enumerable.Repeat("😀", WireLimits.MaxNameCharacters));
        Assert.Contains(name, Samples.Write(Announce(Samples.Track with { Title = name })), StringComparison.Ordinal);
    }

    private static void AssertRefused(WireError error, Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(error, Assert.Throws<WireException>(() => Frame.Write(message, output)).Error);
        Assert.Equal(error, Assert.Throws<WireException>(() => MessageWriter.Write(message, output)).Error);
        Assert.Equal(0, output.WrittenCount);
    }

    private static AnnounceTrack Announce(TrackAnnouncement track) => new(track);

    private static string Times(int count) => new('x', count);
}
