using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Writing;

public class TextEscapingTests
{
    [Theory]
    [InlineData("\"\\", @"\""\\")]
    [InlineData("\b\t\n\f\r", @"\b\t\n\f\r")]
    [InlineData("\0\u0001\u000b\u001f", @"\u0000\u0001\u000b\u001f")]
    [InlineData("<>&'+`/=", "<>&'+`/=")]
    [InlineData("\u007f\u0080\u009f\u00a0\u00ad", "\u007f\u0080\u009f\u00a0\u00ad")]
    [InlineData("é ß 日本 \u2028\u2029\u3000\ufeff\ufffd\uffff", "é ß 日本 \u2028\u2029\u3000\ufeff\ufffd\uffff")]
    [InlineData("😀𝄞\U0010FFFF\n😀", "😀𝄞\U0010FFFF\\n😀")]
    public void Only_what_serde_escapes_is_escaped(string text, string written) =>
        Assert.Equal($$$"""{"SearchQuery":{"request_id":"","query":"{{{written}}}","limit":1}}""", Samples.Write(new SearchQuery("", text, 1)));

    [Fact]
    public void Any_text_reads_back_as_it_was() =>
        Properties.ForAll(Generators.Text, static text =>
            Assert.Equal(new SearchQuery(text, text, 1), Samples.Parse(Samples.Write(new SearchQuery(text, text, 1)))));

    [Theory]
    [InlineData(@"\u00e9\/\u0041", "é/A")]
    [InlineData(@"\uD83D\uDE00", "😀")]
    [InlineData(@"\ud83d\ude00\u0000", "😀\0")]
    public void Escapes_of_others_are_read(string escaped, string text) =>
        Assert.Equal(new FetchTrack(text), Samples.Parse($$$"""{"FetchTrack":{"h\u0061sh":"{{{escaped}}}"}}"""));

    [Theory]
    [InlineData(@"\ud83d")]
    [InlineData(@"\ude00")]
    [InlineData(@"\ud83dx")]
    [InlineData(@"\x")]
    public void Escapes_that_stand_for_nothing_are_an_error(string escaped) =>
        Assert.Equal(WireError.NotJson, Samples.ParseError($$$"""{"FetchTrack":{"hash":"{{{escaped}}}"}}"""));
}
