using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Reading;

public sealed class SearchAnswerTests
{
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
