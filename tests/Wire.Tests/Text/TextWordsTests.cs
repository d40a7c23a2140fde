using System.Text;
using FsCheck.Fluent;
using SoundTime.Wire.Tests.Support;
using SoundTime.Wire.Text;

namespace SoundTime.Wire.Tests.Text;

public sealed class TextWordsTests
{
    [Theory]
    [InlineData("Hey, Jude", "hey jude")]
    [InlineData("  AC/DC — Back-in-Black!! (Remastered 2003)", "ac dc back in black remastered 2003")]
    [InlineData("", "")]
    [InlineData(" \u00a0\u3000 ", "")]
    [InlineData("🎵🎶", "")]
    [InlineData("***", "")]
    public void Words_are_what_stands_between_spaces_and_punctuation(string text, string words) => AssertWords(words, text);

    [Theory]
    [InlineData("Motörhead", "motorhead")]
    [InlineData("Moto\u0308rhead", "motorhead")]
    [InlineData("Sigur Rós Þú", "sigur ros thu")]
    [InlineData("Straße ẞ", "strasse ss")]
    [InlineData("Ænima Œuvre Øresund Łódź Đorđe", "aenima oeuvre oresund lodz dorde")]
    [InlineData("İstanbul ISTANBUL ıssız", "istanbul istanbul issiz")]
    [InlineData("ὈΔΥΣΣΕΎΣ σας", "οδυσσευσ σασ")]
    [InlineData("Цой Ёлка ґанок", "цои елка ганок")]
    [InlineData("مُوسِيقَى مـوسيقي", "موسيقي موسيقي")]
    [InlineData("שָׁלוֹם", "שלום")]
    public void Accents_and_strokes_are_left_out(string text, string words) => AssertWords(words, text);

    [Theory]
    [InlineData("ﬁn Ⅷ x² １２٣ ＡＢＣ", "fin viii x2 123 abc")]
    [InlineData("𝕾𝖔𝖓𝖌", "song")]
    [InlineData("Ångström Å", "angstrom a")]
    [InlineData("½", "½")]
    public void What_is_written_in_several_ways_is_one_word(string text, string words) => AssertWords(words, text);

    [Theory]
    [InlineData("don't Don’t DON`T", "dont dont dont")]
    [InlineData("rock'n'roll 'round '90s dogs'", "rocknroll round 90s dogs")]
    [InlineData("L'été d’Artagnan O'Brien", "lete ete dartagnan artagnan obrien brien")]
    [InlineData("I've we're it's", "ive were its")]
    [InlineData("Hawaiʻi", "hawaii")]
    public void Apostrophes_join_and_what_follows_an_article_is_a_word_as_well(string text, string words) => AssertWords(words, text);

    [Theory]
    [InlineData("R.E.M. S.O.S", "rem sos")]
    [InlineData("Mr.Big vol.2 a.b", "mr big vol 2 ab")]
    [InlineData("É.T.", "et")]
    [InlineData(".a. b.", "a b")]
    public void Dots_join_letters_that_stand_alone(string text, string words) => AssertWords(words, text);

    [Theory]
    [InlineData("हिन्दी गाना", "हिन्दी गाना")]
    [InlineData("เพลงไทย", "เพลงไทย")]
    [InlineData("தமிழ்", "தமிழ்")]
    public void Marks_that_carry_vowels_stay(string text, string words) => AssertWords(words, text);

    [Theory]
    [InlineData("残酷な天使のテーマ", "残 酷 な 天 使 の テーマ")]
    [InlineData("중국 노래", "중국 노래")]
    [InlineData("周杰倫 Live", "周 杰 倫 live")]
    [InlineData("𠮷野家", "𠮷 野 家")]
    public void Chinese_characters_and_hiragana_are_words_by_themselves(string text, string words) => AssertWords(words, text);

    [Theory]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글")]
    [InlineData("か\u3099 ガ", "が ガ")]
    [InlineData("ｶﾞﾝﾀﾞﾑ", "ガンダム")]
    public void Composed_and_decomposed_letters_are_the_same(string text, string composed) => Assert.Equal(TextWords.Of(composed), TextWords.Of(text));

    [Fact]
    public void Half_a_surrogate_pair_parts_words_and_invisible_signs_do_not()
    {
        AssertWords("a b", "a\ud800b");
        AssertWords("", "\udc00");
        AssertWords("abc", "abc\ud83d");
        AssertWords("softhyphen zero width right", "soft\u00adhyphen zero\u200bwidth \u202eright");
    }

    [Theory]
    [InlineData("'); DROP TABLE tracks; --", "drop table tracks")]
    [InlineData("\"a\" NEAR(b, 2) OR c* AND -d ^e", "a near b 2 or c and d e")]
    [InlineData("a & !b | c:* <-> 'd'", "a b c d")]
    [InlineData("col:x {y z} +w", "col x y z w")]
    public void Operators_of_query_languages_do_not_come_through(string text, string words) => AssertWords(words, text);

    [Fact]
    public void A_word_has_a_longest_length_and_no_pair_is_parted()
    {
        Assert.Equal(new string('a', TextWords.MaxWordLength), Assert.Single(TextWords.Of(new string('A', 100_000))));
        Assert.Equal(string.Concat(Enumerable.Repeat("𐐨", TextWords.MaxWordLength / 2)), Assert.Single(TextWords.Of(string.Concat(Enumerable.Repeat("𐐀", 100)))));
        Assert.Equal(new string('a', TextWords.MaxWordLength - 1), Assert.Single(TextWords.Of(new string('a', TextWords.MaxWordLength - 1) + "𐐀b")));
    }

    [Fact]
    public void Words_are_made_of_letters_digits_and_marks_in_lower_case_and_stay_what_they_are() => Properties.ForAll(
        AnyText,
        text => Assert.All(TextWords.Of(text), word =>
        {
            Assert.InRange(word.Length, 1, TextWords.MaxWordLength);
            Assert.Equal([word], TextWords.Of(word));
            Assert.Equal(word, LowerCase.Of(word));
            Assert.All(word.EnumerateRunes(), rune => Assert.True(Rune.GetUnicodeCategory(rune) <= System.Globalization.UnicodeCategory.OtherNumber));
        }),
        cases: 2_000);

    [Fact]
    public void Every_character_alone_and_between_letters_makes_words_that_stay_what_they_are()
    {
        foreach (var rune in Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code)))
        {
            foreach (var word in TextWords.Of($"{rune} x{rune}y"))
            {
                Assert.True(TextWords.Of(word) is [var same] && same == word, $"U+{rune.Value:X}");
            }
        }
    }

    /// <summary>Texts of any characters, of characters that have rules of their own, and of halves of pairs.</summary>
    public static FsCheck.Gen<string> AnyText { get; } = Gen.OneOf(
        FsCheck.Fluent.ArbMap.Default.GeneratorFor<string>().Where(text => text is not null),
        Gen.Elements("a", "B", "é", "e\u0301", "Σ", "ς", "İ", "'", "’", ".", " ", "\u3000", "-", "ß", "日", "か", "\u3099", "テ", "ー", "\u1112", "\u1161", "\u11ab", "한",
            "क", "\u093f", "ไ", "ل", "\u064e", "\u0640", "𐐀", "𝕾", "😀", "\ud83d", "\udc00", "１", "٣", "½", "\u200b", "\u200d", ",", ")").ListOf().Select(string.Concat),
        Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid).Select(char.ConvertFromUtf32).ListOf().Select(string.Concat));

    private static void AssertWords(string words, string text) => Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), TextWords.Of(text));
}
