using System.Text;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;
using SoundTime.Wire.Tests.Text;
using SoundTime.Wire.Text;

namespace SoundTime.Wire.Tests.Bloom;

public sealed class BloomTermsTests
{
    [Theory]
    [InlineData("Hey, Jude", "hey, jude")]
    [InlineData("AC/DC", "ac/dc")]
    [InlineData("A é 日 x", "é 日")]
    [InlineData("no\u00a0break zero\u200bwidth mongolian\u180evowel", "no break zero\u200bwidth mongolian\u180evowel")]
    [InlineData("next\u0085line unit\u001fseparator", "next line unit\u001fseparator")]
    [InlineData("İz ΟΔΟΣ", "i\u0307z οδος")]
    [InlineData(" \t\n", "")]
    [InlineData("", "")]
    public void Tokens_are_those_of_rust(string text, string tokens) =>
        Assert.Equal(tokens.Split(' ', StringSplitOptions.RemoveEmptyEntries), BloomTerms.TokensOf(text));

    [Fact]
    public void White_space_is_what_unicode_says()
    {
        int[] expected = [9, 0xA, 0xB, 0xC, 0xD, 0x20, 0x85, 0xA0, 0x1680, .. Enumerable.Range(0x2000, 11), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000];
        Assert.Equal(expected, Enumerable.Range(0, 0x10000).Where(code => BloomTerms.TokensOf($"aa{(char)code}bb").SequenceEqual(["aa", "bb"])));
    }

    [Theory]
    [InlineData("hey", "hey hey, hey)")]
    [InlineData("hey,", "hey, hey hey)")]
    [InlineData("étoile", "étoile etoile étoile, étoile)")]
    [InlineData("(étoile", "(étoile etoile étoile étoile,")]
    [InlineData("ac/dc", "ac/dc ac ac/dc, ac/dc)")]
    [InlineData("l'amour", "l'amour lamour l'amour, l'amour)")]
    [InlineData("&&", "&&")]
    [InlineData("🎵", "🎵")]
    public void A_word_is_also_looked_for_as_other_nodes_may_hold_it(string token, string alternatives) =>
        Assert.Equal(alternatives.Split(' ')[..Math.Min(alternatives.Split(' ').Length, BloomTerms.MaxAlternatives)], BloomTerms.AlternativesOf(token));

    [Theory]
    [InlineData("bohemian", "boh bohe bohem bohemi bohemia")]
    [InlineData("abcd", "abc")]
    [InlineData("abc", "")]
    [InlineData("𐐨𐐨𐐨𐐨", "𐐨𐐨𐐨")]
    public void A_word_has_beginnings_of_three_characters_and_more(string word, string beginnings) =>
        Assert.Equal(beginnings.Split(' ', StringSplitOptions.RemoveEmptyEntries), BloomTerms.PrefixLengthsOf(word).Select(length => word[..length]));

    [Fact]
    public void A_term_is_encoded_the_same_into_a_buffer() => Properties.ForAll(TextWordsTests.AnyText, text =>
    {
        foreach (var token in BloomTerms.TokensOf(text))
        {
            var buffer = new byte[BloomTerms.MaxEncodedLength(token.Length)];
            Assert.Equal(BloomTerms.Encode(token), buffer[..BloomTerms.Encode(token, buffer)]);
        }
    });

    [Fact]
    public void A_question_of_any_word_or_beginning_passes_a_filter_of_its_text() => Properties.ForAll(
        TextWordsTests.AnyText,
        text =>
        {
            var filter = new BloomFilter(1_000, new SipKey(1, 2), new SipKey(3, 4));
            BloomTerms.Visit(text, (_, term) => filter.Add(term));
            foreach (var token in BloomTerms.TokensOf(text))
            {
                Assert.True(filter.MayContain(BloomTerms.Encode(token)), token);
                AssertPasses(filter, token);
            }

            foreach (var word in TextWords.Of(text))
            {
                AssertPasses(filter, word);
                Assert.All(BloomTerms.PrefixLengthsOf(word), length => AssertPasses(filter, word[..length]));
            }

            AssertPasses(filter, text);
        },
        cases: 2_000);

    [Fact]
    public void A_question_has_at_most_so_many_words_and_none_where_there_is_nothing_to_ask()
    {
        Assert.Equal(BloomQuestion.MaxWords, BloomQuestion.Parse(string.Join(' ', Enumerable.Repeat("word", 100))).Words.Length);
        Assert.Empty(BloomQuestion.Parse(" \u3000 a ").Words);
        Assert.Equal(["hey", "hey,", "hey)"], BloomQuestion.Parse("Hey").Words[0].Select(term => Encoding.UTF8.GetString(term.AsSpan()[..^1])));
        Assert.All(BloomQuestion.Parse("hey jude").Words, word => Assert.All(word, term => Assert.Equal(BloomProbe.Terminator, term[^1])));
    }

    private static void AssertPasses(BloomFilter filter, string question) => Assert.All(
        BloomQuestion.Parse(question).Words,
        word => Assert.True(word.Any(term => filter.MayContain(term)), question));
}
