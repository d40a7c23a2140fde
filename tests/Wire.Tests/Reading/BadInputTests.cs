using System.Text;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Reading;

public class BadInputTests
{
    private const string Keys = "\"sip_keys\":[[1,2],[3,4]]";

    [Theory]
    [InlineData("", WireError.NotJson)]
    [InlineData("   ", WireError.NotJson)]
    [InlineData("x", WireError.NotJson)]
    [InlineData("\"Ping", WireError.NotJson)]
    [InlineData("{\"Ping\":null", WireError.NotJson)]
    [InlineData("{\"Ping\":null,}", WireError.NotJson)]
    [InlineData("{'Ping':null}", WireError.NotJson)]
    [InlineData("\ufeff\"Ping\"", WireError.NotJson)]
    [InlineData("{\"CatalogSync\":[", WireError.NotJson)]
    [InlineData("/**/\"Ping\"", WireError.NotJson)]
    [InlineData("\"Ping\"x", WireError.TrailingBytes)]
    [InlineData("\"Ping\" \"Ping\"", WireError.TrailingBytes)]
    [InlineData("{\"Ping\":null}{", WireError.TrailingBytes)]
    [InlineData("\"Ping\"\0", WireError.TrailingBytes)]
    [InlineData("{}", WireError.WrongType)]
    [InlineData("[]", WireError.WrongType)]
    [InlineData("null", WireError.WrongType)]
    [InlineData("7", WireError.WrongType)]
    [InlineData("\"Pong\"", WireError.WrongType)]
    [InlineData("{\"Ping\":0}", WireError.WrongType)]
    [InlineData("{\"Ping\":{}}", WireError.WrongType)]
    [InlineData("{\"Ping\":null,\"Pong\":null}", WireError.WrongType)]
    [InlineData("{\"CatalogSync\":[],\"CatalogSync\":[]}", WireError.WrongType)]
    [InlineData("{\"CatalogSync\":{}}", WireError.WrongType)]
    [InlineData("\"ping\"", WireError.UnknownVariant)]
    [InlineData("{\"NewThing\":{}}", WireError.UnknownVariant)]
    [InlineData("{\"FetchTrack\":{}}", WireError.MissingField)]
    [InlineData("{\"FetchTrack\":{\"Hash\":\"x\"}}", WireError.MissingField)]
    [InlineData("{\"FetchTrack\":{\"hash\":null}}", WireError.WrongType)]
    [InlineData("{\"FetchTrack\":{\"hash\":7}}", WireError.WrongType)]
    [InlineData("{\"FetchTrack\":[\"x\"]}", WireError.WrongType)]
    [InlineData("{\"FetchTrack\":{\"hash\":\"a\",\"hash\":\"a\"}}", WireError.DuplicateKey)]
    [InlineData("{\"FetchTrack\":{\"hash\":\"a\",\"h\\u0061sh\":\"a\"}}", WireError.DuplicateKey)]
    [InlineData("{\"TrackData\":{\"hash\":\"a\",\"size\":1.0}}", WireError.WrongType)]
    [InlineData("{\"TrackData\":{\"hash\":\"a\",\"size\":1e3}}", WireError.WrongType)]
    [InlineData("{\"TrackData\":{\"hash\":\"a\",\"size\":\"1\"}}", WireError.WrongType)]
    [InlineData("{\"TrackData\":{\"hash\":\"a\",\"size\":-1}}", WireError.OutOfRange)]
    [InlineData("{\"TrackData\":{\"hash\":\"a\",\"size\":18446744073709551616}}", WireError.OutOfRange)]
    [InlineData("{\"SearchQuery\":{\"request_id\":\"\",\"query\":\"\",\"limit\":4294967296}}", WireError.OutOfRange)]
    [InlineData("{\"SearchQuery\":{\"request_id\":\"\",\"query\":\"\"}}", WireError.MissingField)]
    [InlineData("{\"SearchResults\":{\"request_id\":\"\",\"results\":[]}}", WireError.MissingField)]
    [InlineData("{\"SearchResults\":{\"request_id\":\"\",\"results\":{},\"total\":0}}", WireError.WrongType)]
    [InlineData("{\"SearchResults\":{\"request_id\":\"\",\"results\":[{}],\"total\":0}}", WireError.MissingField)]
    [InlineData("{\"SearchResults\":{\"request_id\":\"\",\"results\":[1,[],{\"hash\":[{}]}],\"total\":0}}", WireError.WrongType)]
    [InlineData("{\"PeerExchange\":{\"peers\":[7]}}", WireError.WrongType)]
    [InlineData("{\"PeerExchange\":{\"peers\":[[]]}}", WireError.WrongType)]
    [InlineData("{\"CatalogDelta\":{\"tracks\":[]}}", WireError.MissingField)]
    [InlineData("{\"CatalogDelta\":{\"since\":\"1970-01-01T00:00:00Z\"}}", WireError.MissingField)]
    [InlineData("{\"CatalogDelta\":{\"since\":\"yesterday\",\"tracks\":[]}}", WireError.WrongType)]
    [InlineData("{\"CatalogDelta\":{\"since\":0,\"tracks\":[]}}", WireError.WrongType)]
    [InlineData("{\"CatalogDelta\":{\"tracks\":[],\"tracks\":[]}}", WireError.DuplicateKey)]
    [InlineData("{\"CatalogDelta\":{\"tracks\":null}}", WireError.WrongType)]
    [InlineData("{\"BloomExchange\":{}}", WireError.MissingField)]
    [InlineData("{\"BloomExchange\":{\"bloom\":[]}}", WireError.WrongType)]
    public void A_message_that_is_none_is_refused_with_its_reason(string json, WireError error) =>
        Assert.Equal(error, Samples.ParseError(json));

    [Theory]
    [InlineData("\"bitmap\":[256]", WireError.WrongType)]
    [InlineData("\"bitmap\":[-1]", WireError.WrongType)]
    [InlineData("\"bitmap\":[1.0]", WireError.WrongType)]
    [InlineData("\"bitmap\":[[]]", WireError.WrongType)]
    [InlineData("\"bitmap\":\"AA==\"", WireError.WrongType)]
    [InlineData("\"bitmap\":7", WireError.WrongType)]
    [InlineData("\"bitmap\":null", WireError.WrongType)]
    [InlineData("\"bitmap\":[1],\"bitmap\":[1]", WireError.DuplicateKey)]
    [InlineData("\"num_hashes\":4294967296", WireError.OutOfRange)]
    [InlineData("\"num_hashes\":7.0", WireError.WrongType)]
    [InlineData("\"bitmap_bits\":-8", WireError.OutOfRange)]
    [InlineData("\"item_count\":null", WireError.WrongType)]
    [InlineData("\"sip_keys\":[[1,2]]", WireError.WrongType)]
    [InlineData("\"sip_keys\":[[1,2],[3,4],[5,6]]", WireError.WrongType)]
    [InlineData("\"sip_keys\":[[1,2,3],[4,5]]", WireError.WrongType)]
    [InlineData("\"sip_keys\":[[1],[2]]", WireError.WrongType)]
    [InlineData("\"sip_keys\":[1,2,3,4]", WireError.WrongType)]
    [InlineData("\"sip_keys\":[[1,2],[3,18446744073709551616]]", WireError.OutOfRange)]
    [InlineData("\"bitmap\":[],\"num_hashes\":1,\"bitmap_bits\":1," + Keys, WireError.MissingField)]
    public void A_filter_that_is_none_is_refused_with_its_reason(string fields, WireError error) =>
        Assert.Equal(error, Samples.ParseError("{\"BloomExchange\":{\"bloom\":{" + fields + "}}}"));

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_wherever_they_stand()
    {
        foreach (var json in new[] { "{\"FetchTrack\":{\"hash\":\"~\"}}", "{\"FetchTrack\":{\"x\":\"~\",\"hash\":\"\"}}", "{\"FetchTrack\":{\"~\":0,\"hash\":\"\"}}", "\"~\"", "{\"~\":0}" })
        {
            foreach (var bad in new byte[][] { [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98] })
            {
                byte[] bytes = [.. json.SelectMany(character => character == '~' ? bad : [(byte)character])];
                Assert.Equal(WireError.NotJson, Assert.Throws<WireException>(() => MessageParser.Parse(bytes)).Error);
            }
        }
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Nesting_is_read_to_a_depth_of_128_and_no_deeper(char open, char close)
    {
        Assert.Equal(new Messages.Pong("", 0, null), Samples.Parse(Nested(WireLimits.MaxDepth)));
        Assert.Equal(WireError.TooDeep, Samples.ParseError(Nested(WireLimits.MaxDepth + 1)));
        Assert.Equal(WireError.TooDeep, Samples.ParseError("{\"Pong\":{\"x\":" + new string('[', 100_000)));

        string Nested(int depth)
        {
            var json = new StringBuilder("{\"Pong\":{\"node_id\":\"\",\"track_count\":0,\"deep\":");
            var inner = depth - 2;
            for (var level = 1; level < inner; level++)
            {
                json.Append(open == '[' ? "[" : "{\"x\":");
            }

            json.Append(open).Append(close).Append(close, inner - 1);
            return json.Append("}}").ToString();
        }
    }

    [Fact]
    public void An_unknown_name_is_shown_cut_and_printable()
    {
        var error = Assert.Throws<WireException>(() => Samples.Parse("\"Evil\\u001b[31m\\né" + new string('x', 5000) + "\""));
        Assert.Equal(WireError.UnknownVariant, error.Error);
        Assert.StartsWith("Unknown message \"Evil?[31m??xxx", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 64);
    }

    [Fact]
    public void Lists_past_their_caps_are_refused()
    {
        Assert.Equal(WireError.TooLong, Samples.ParseError($$$"""{"PeerExchange":{"peers":[{{{Repeat("\"x\"", WireLimits.MaxPeers + 1)}}}]}}"""));
        Assert.IsType<Messages.PeerExchange>(Samples.Parse($$$"""{"PeerExchange":{"peers":[{{{Repeat($"\"{Samples.Node}\"", WireLimits.MaxPeers)}}}]}}"""));
        Assert.Equal(WireError.TooLong, Samples.ParseError(
            $$$"""{"SearchResults":{"request_id":"","results":[{{{Repeat(Samples.ResultJson, WireLimits.MaxSearchResults + 1)}}}],"total":0}}"""));
        Assert.IsType<Messages.SearchResults>(Samples.Parse(
            $$$"""{"SearchResults":{"request_id":"","results":[{{{Repeat(Samples.ResultJson, WireLimits.MaxSearchResults)}}}],"total":0}}"""));
    }

    private static string Repeat(string text, int count) => string.Join(',', Enumerable.Repeat(text, count));
}
