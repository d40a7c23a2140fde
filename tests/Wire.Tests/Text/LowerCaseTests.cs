using System.Globalization;
using System.Text;
using SoundTime.Wire.Text;

namespace SoundTime.Wire.Tests.Text;

public sealed class LowerCaseTests
{
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>A lower-case letter that became one without case in Unicode 17.</summary>
    private const int PharyngealFricative = 0x295;

    [Fact]
    public void Every_character_has_the_lower_case_that_rust_gives_it()
    {
        var rust = RustFixture.Lines("RustLowerCase.txt").Select(line => line.Split(' ', 2))
            .ToDictionary(parts => RustFixture.CodeOf(parts[0]), parts => RustFixture.TextOf(parts[1]));
        Assert.All(AllCharacters(), character => Assert.Equal(rust.GetValueOrDefault(character.Value) ?? character.ToString(), LowerCase.Of(character.ToString())));
        Assert.Equal(1488, rust.Count);
    }

    [Fact]
    public void A_sigma_is_final_beside_the_characters_beside_which_rust_finds_it_so()
    {
        var rust = RustFixture.Lines("RustSigma.txt").Select(line => line.Split(' ')).SelectMany(
                parts => Enumerable.Range(RustFixture.CodeOf(parts[0]), RustFixture.CodeOf(parts[1]) - RustFixture.CodeOf(parts[0]) + 1).Select(code => (code, parts[2])))
            .ToDictionary();
        foreach (var character in AllCharacters().Where(IsAssigned))
        {
            var kind = rust.GetValueOrDefault(character.Value);
            Assert.True(LowerCase.Of($"{character}Σ").EndsWith('ς') == (kind == "cased"), $"after U+{character.Value:X}");
            Assert.True(LowerCase.Of($"A{character}Σ").EndsWith('ς') == kind is "cased" or "ignored", $"after A and U+{character.Value:X}");
            Assert.True(LowerCase.Of($"AΣ{character}A").StartsWith("aσ", StringComparison.Ordinal) == kind is "cased" or "ignored", $"before U+{character.Value:X} and A");
        }
    }

    [Fact]
    public void Texts_have_the_lower_case_that_rust_gives_them()
    {
        foreach (var parts in RustFixture.Lines("RustTexts.txt").Select(line => line.Split('\t')))
        {
            Assert.Equal(RustFixture.TextOf(parts[1]), LowerCase.Of(RustFixture.TextOf(parts[0])));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("AbC 12", "abc 12")]
    [InlineData("İstanbul", "i\u0307stanbul")]
    [InlineData("ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς")]
    [InlineData("ΟΔΟΣ ΣΑΣ", "οδος σας")]
    [InlineData("𐐀Σ", "𐐨ς")]
    public void Special_cases_are_those_of_unicode(string text, string lower) => Assert.Equal(lower, LowerCase.Of(text));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        Assert.Equal("a\ufffdb", LowerCase.Of("A\ud800B"));
        Assert.Equal("\ufffdσ", LowerCase.Of("\udc00Σ"));
        Assert.Equal("σ\ufffd", LowerCase.Of("Σ\ud83d"));
    }

    private static IEnumerable<Rune> AllCharacters() => Enumerable.Range(0, LastCodePoint + 1).Where(Rune.IsValid).Select(code => new Rune(code));

    /// <summary>The tables of .NET are of Unicode 16.</summary>
    private static bool IsAssigned(Rune character) =>
        Rune.GetUnicodeCategory(character) != UnicodeCategory.OtherNotAssigned && character.Value != PharyngealFricative;
}
