using System.Collections.Immutable;

namespace SoundTime.Wire.Bloom;

/// <summary>A question as filters are asked it: a filter may know an answer if it may hold one of the alternatives of each word.</summary>
/// <param name="Words">For each word the alternatives: terms in UTF-8, ended by <see cref="BloomProbe.Terminator"/>. Empty: every filter may know.</param>
public sealed record BloomQuestion(ImmutableArray<ImmutableArray<byte[]>> Words)
{
    /// <summary>Most words that are looked at, far above what people type.</summary>
    public const int MaxWords = 16;

    /// <summary>
    /// Reads a question: for each of its tokens the token itself, as Rust nodes put it in, and its form without punctuation and accents, as this node does.
    /// </summary>
    public static BloomQuestion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = ImmutableArray.CreateBuilder<ImmutableArray<byte[]>>();
        foreach (var token in BloomTerms.TokensOf(text).Take(MaxWords))
        {
            words.Add([.. BloomTerms.AlternativesOf(token).Select(BloomTerms.Encode)]);
        }

        return new BloomQuestion(words.DrainToImmutable());
    }
}
