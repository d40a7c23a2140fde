using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Reading;

public sealed class SearchAnswerTests
{
    [Fact]
    public void A_hundred_results_with_every_text_as_long_as_it_may_be_are_an_answer_that_is_read()
    {
        static string Longest(int characters) => string.Concat(Enumerable.Repeat("\ud834\udd1e", characters));
        var item = Samples.Result with
        {
            Title = Longest(WireLimits.MaxNameCharacters),
            ArtistName = Longest(WireLimits.MaxNameCharacters),
            AlbumTitle = Longest(WireLimits.MaxNameCharacters),
            Genre = Longest(WireLimits.MaxGenreCharacters),
            MusicbrainzId = Guid.Empty.ToString(),
            Year = short.MaxValue,
            Bitrate = int.MaxValue,
        };
        var answer = Frame.Encode(new SearchResults(Guid.Empty.ToString(), [.. Enumerable.Repeat(item, 100)], ulong.MaxValue))[Frame.HeaderBytes..];

        Assert.InRange(answer.Length, 1, WireLimits.MaxSearchResultsBytes);
        Assert.Equal(100, Assert.IsType<SearchResults>(MessageParser.Parse(answer.Span)).Results.Count);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("[[{}]]")]
    [InlineData("{}")]
    [InlineData("{\"hash\":{\"hash\":[1]},\"title\":2}")]
    [InlineData("{\"relevance\":null}")]
    public void A_result_that_is_none_costs_only_itself(string other)
    {
        var answer = Assert.IsType<SearchResults>(Samples.Parse(
            $$$"""{"SearchResults":{"request_id":"r","results":[{{{other}}},{{{Samples.ResultJson}}},{{{other}}}],"total":3}}"""));

        Assert.Equal([Samples.Result], answer.Results);
        Assert.Equal((3UL, 2), (answer.Total, answer.Rejected));
    }

    [Fact]
    public void Results_that_are_none_count_too()
    {
        var results = string.Join(',', Enumerable.Repeat("1", WireLimits.MaxSearchResults)) + "," + Samples.ResultJson;

        Assert.Equal(WireError.TooLong, Samples.ParseError($$$"""{"SearchResults":{"request_id":"r","results":[{{{results}}}],"total":1}}"""));
    }
}
