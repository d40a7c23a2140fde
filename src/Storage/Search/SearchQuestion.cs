using System.Collections.Immutable;
using SoundTime.Wire.Text;

namespace SoundTime.Storage.Search;

/// <summary>A question to the catalogue: words that must all occur, the last one perhaps only begun.</summary>
/// <param name="Words">The words as <see cref="TextWords"/> makes them, each once; the last of them matches words that begin with it. Empty: nothing matches.</param>
public sealed record SearchQuestion(ImmutableArray<string> Words)
{
    /// <summary>Longest text in characters of which a question is made; what comes after is left out.</summary>
    public const int MaxTextLength = 256;

    /// <summary>Most words that are looked for; what comes after is left out.</summary>
    public const int MaxWords = 8;

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => Words.IsEmpty;

    /// <summary>Reads what somebody typed.</summary>
    public static SearchQuestion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = TextWords.Of(text.Length > MaxTextLength ? text[..MaxTextLength] : text);
        return new SearchQuestion([.. words.Distinct().Take(MaxWords)]);
    }
}
