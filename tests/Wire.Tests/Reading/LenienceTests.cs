using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Reading;

/// <summary>What serde reads although it never writes it.</summary>
public class LenienceTests
{
    [Theory]
    [InlineData("""{"Ping":null}""")]
    [InlineData("  \"Ping\" \r\n\t")]
    [InlineData(" { \"Ping\" : null } ")]
    [InlineData("\"P\\u0069ng\"")]
    public void A_ping_may_be_written_in_other_ways(string json) => Assert.Same(Ping.Instance, Samples.Parse(json));

    [Fact]
    public void Keys_may_come_in_any_order_and_unknown_ones_are_passed_over() =>
        Assert.Equal(
            new Pong("n", 3, "v"),
            Samples.Parse("""{"Pong":{"new":{"track_count":[9,{}],"x":null},"version":"v","track_count":3,"new":1,"node_id":"n"}}"""));

    [Fact]
    public void A_missing_and_a_null_optional_are_the_same()
    {
        Assert.Equal(new Pong("n", 3, null), Samples.Parse("""{"Pong":{"node_id":"n","track_count":3}}"""));
        Assert.Equal(new Pong("n", 3, null), Samples.Parse("""{"Pong":{"node_id":"n","track_count":3,"version":null}}"""));
    }

    [Fact]
    public void A_track_of_an_older_build_has_no_album_artist()
    {
        var json = Samples.TrackJson.Replace("\"album_artist_name\":null,", "", StringComparison.Ordinal);
        Assert.Equal(new AnnounceTrack(Samples.Track), Samples.Parse($$"""{"AnnounceTrack":{{json}}}"""));
    }

    [Theory]
    [InlineData("240", 240f)]
    [InlineData("2.4e2", 240f)]
    [InlineData("-1", -1f)]
    [InlineData("0.1", 0.1f)]
    public void A_float_may_be_written_as_any_number(string number, float seconds)
    {
        var json = Samples.TrackJson.Replace("240.5", number, StringComparison.Ordinal);
        Assert.Equal(new AnnounceTrack(Samples.Track with { DurationSecs = seconds }), Samples.Parse($$"""{"AnnounceTrack":{{json}}}"""));
    }

    [Fact]
    public void The_fields_of_a_filter_and_of_a_delta_may_come_in_any_order()
    {
        var bloom = Assert.IsType<BloomExchange>(Samples.Parse(
            """{"BloomExchange":{"x":[[]],"bloom":{"item_count":1,"y":{"bitmap":[1]},"sip_keys":[[1,2],[3,4]],"bitmap_bits":16,"bitmap":[255,0],"num_hashes":7}}}"""));
        Assert.Equal([255, 0], bloom.Bloom.Bitmap.ToArray());
        Assert.Equal(new SipKey(3, 4), bloom.Bloom.SecondKey);
        Assert.True(bloom.Bloom.IsConsistent);
        var delta = Assert.IsType<CatalogDelta>(Samples.Parse($$$"""{"CatalogDelta":{"tracks":[{{{Samples.TrackJson}}}],"z":0,"since":"1970-01-01T01:00:00+01:00"}}"""));
        Assert.Equal(DateTimeOffset.UnixEpoch, delta.Since);
        Assert.Equal([Samples.Track], delta.Tracks);
    }

    [Fact]
    public void Claims_about_hashes_and_filters_are_read_as_they_come()
    {
        Assert.Equal(new FetchTrack("no hash"), Samples.Parse("""{"FetchTrack":{"hash":"no hash"}}"""));
        var bloom = Assert.IsType<BloomExchange>(Samples.Parse(
            """{"BloomExchange":{"bloom":{"bitmap":[],"num_hashes":4294967295,"bitmap_bits":0,"sip_keys":[[1,2],[3,4]],"item_count":0}}}"""));
        Assert.False(bloom.Bloom.IsConsistent);
    }
}
