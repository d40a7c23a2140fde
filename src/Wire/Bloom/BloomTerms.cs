using System.Text;
using SoundTime.Wire.Text;

namespace SoundTime.Wire.Bloom;

/// <summary>The terms of a filter: the tokens of the Rust nodes (protocol sheet, section 5.1), and normalised variants, so that what people type finds us too.</summary>
public static class BloomTerms
{
    /// <summary>Fewest bytes of a token in UTF-8 (protocol sheet, section 5.1).</summary>
    public const int MinTokenBytes = 2;

    /// <summary>The tokens of a text as Rust nodes make them, in their order: full lower-casing, split at white space, at least two bytes.</summary>
    public static IEnumerable<string> TokensOf(string text) =>
        LowerCase.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(token => Encoding.UTF8.GetByteCount(token) >= MinTokenBytes);

    /// <summary>The terms of which a filter holds at least one if it holds the word: the token itself and its normalised form; no term twice.</summary>
    public static IEnumerable<string> AlternativesOf(string token) => TextWords.Of(token) is [var word] && word != token ? [token, word] : [token];

    /// <summary>A term as it is hashed: UTF-8, ended by <see cref="BloomProbe.Terminator"/>.</summary>
    public static byte[] Encode(string term) => [.. Encoding.UTF8.GetBytes(term), BloomProbe.Terminator];
}
