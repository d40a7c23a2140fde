using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Writing;

/// <summary>The shapes of the protocol sheet, section 2, in both directions.</summary>
public class MessageShapeTests
{
    private static readonly Dictionary<string, Message> Shapes = new()
    {
        [$$$"""{"FetchTrack":{"hash":"{{{Samples.Hash}}}"}}"""] = new FetchTrack(Samples.Hash),
        [$$"""{"AnnounceTrack":{{Samples.TrackJson}}}"""] = new AnnounceTrack(Samples.Track),
        [$$$"""{"TrackData":{"hash":"{{{Samples.Hash}}}","size":5000000}}"""] = new TrackData(Samples.Hash, 5_000_000),
        ["\"Ping\""] = Ping.Instance,
        [$$$"""{"Pong":{"node_id":"{{{Samples.Node}}}","track_count":42,"version":"0.1.0"}}"""] = new Pong(Samples.Node, 42, "0.1.0"),
        [$$$"""{"Pong":{"node_id":"{{{Samples.Node}}}","track_count":18446744073709551615,"version":null}}"""] = new Pong(Samples.Node, ulong.MaxValue, null),
        [$$$"""{"PeerExchange":{"peers":["{{{Samples.Node}}}","{{{Samples.Hash}}}"]}}"""] = new PeerExchange([Samples.Node, Samples.Hash]),
        ["""{"PeerExchange":{"peers":[]}}"""] = new PeerExchange([]),
        [$$"""{"CatalogSync":[{{Samples.TrackJson}},{{Samples.TrackJson}}]}"""] = new CatalogSync([Samples.Track, Samples.Track]),
        ["""{"CatalogSync":[]}"""] = new CatalogSync([]),
        [$$$"""{"CatalogDelta":{"since":"1970-01-01T00:00:00Z","tracks":[{{{Samples.TrackJson}}}]}}"""] = new CatalogDelta(DateTimeOffset.UnixEpoch, [Samples.Track]),
        ["\"RequestCatalog\""] = RequestCatalog.Instance,
        [$$$"""{"BloomExchange":{"bloom":{{{Samples.BloomJson}}}}}"""] = new BloomExchange(Samples.Bloom),
        ["""{"SearchQuery":{"request_id":"0b1c2d3e-0000-4000-8000-000000000001","query":"bohemian rhapsody","limit":20}}"""] =
            new SearchQuery("0b1c2d3e-0000-4000-8000-000000000001", "bohemian rhapsody", 20),
        [$$$"""{"SearchResults":{"request_id":"r","results":[{{{Samples.ResultJson}}}],"total":1}}"""] = new SearchResults("r", [Samples.Result], 1),
    };

    public static TheoryData<string> Texts => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_message_is_written_to_the_byte(string json) => Assert.Equal(json, Samples.Write(Shapes[json]));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_message_is_read_back_whole(string json)
    {
        var message = Samples.Parse(json);
        Assert.IsType(Shapes[json].GetType(), message);
        Assert.Equal(json, Samples.Write(message));
    }

    [Fact]
    public void A_track_is_read_field_by_field()
    {
        var full = Samples.Track with { AlbumArtistName = "Various", CoverHash = Samples.Node, FileSize = long.MaxValue, Year = short.MinValue, Bitrate = int.MaxValue };
        Assert.Equal(full, Assert.IsType<AnnounceTrack>(Samples.Parse(Samples.Write(new AnnounceTrack(full)))).Track);
    }

    [Fact]
    public void A_search_result_is_read_field_by_field()
    {
        var full = Samples.Result with { AlbumTitle = "L", Genre = "G", MusicbrainzId = "m" };
        var results = Assert.IsType<SearchResults>(Samples.Parse(Samples.Write(new SearchResults("r", [full], 7))));
        Assert.Equal(full, Assert.Single(results.Results));
        Assert.Equal(7ul, results.Total);
    }

    [Fact]
    public void The_keys_of_a_filter_are_whole_64_bit_numbers()
    {
        var bloom = Samples.Bloom with { FirstKey = new SipKey(ulong.MaxValue, 0), SecondKey = new SipKey((1ul << 53) + 1, 1), ItemCount = ulong.MaxValue };
        var json = Samples.Write(new BloomExchange(bloom));
        Assert.Contains("\"sip_keys\":[[18446744073709551615,0],[9007199254740993,1]],\"item_count\":18446744073709551615", json, StringComparison.Ordinal);
        var read = Assert.IsType<BloomExchange>(Samples.Parse(json)).Bloom;
        Assert.Equal(bloom, read with { Bitmap = bloom.Bitmap });
        Assert.Equal(bloom.Bitmap.ToArray(), read.Bitmap.ToArray());
    }
}
