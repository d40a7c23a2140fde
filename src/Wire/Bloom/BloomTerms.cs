using System.Text;
using System.Text.Unicode;
using SoundTime.Wire.Text;

namespace SoundTime.Wire.Bloom;

/// <summary>
/// The terms of a filter: the tokens of the Rust nodes (protocol sheet, section 5.1), and in filters of this node the words of <see cref="TextWords"/> and their
/// beginnings too, so that what people type finds us.
/// </summary>
public static class BloomTerms
{
    /// <summary>Fewest bytes of a token in UTF-8 (protocol sheet, section 5.1).</summary>
    public const int MinTokenBytes = 2;

    /// <summary>Fewest characters of the beginning of a word that is a term: people type about as much before they look.</summary>
    public const int MinPrefixLength = 3;

    /// <summary>Most alternatives of a word: each is two more hashes for each filter that is asked.</summary>
    public const int MaxAlternatives = 4;

    /// <summary>
    /// What most often follows a word in the tokens of Rust nodes, which keep punctuation: <c>Hey, Jude</c>, <c>(feat. Nina)</c>.
    /// </summary>
    private const string UsualEnds = ",)";

    /// <summary>The tokens of a text as Rust nodes make them, in their order: full lower-casing, split at white space, at least two bytes.</summary>
    public static IEnumerable<string> TokensOf(string text) =>
        // In .NET white space is what the property White_Space says, as in Rust.
        LowerCase.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(token => Encoding.UTF8.GetByteCount(token) >= MinTokenBytes);

    /// <summary>
    /// The terms of which a filter holds at least one if it holds the word, no term twice, at most <see cref="MaxAlternatives"/>: the token itself; its word in our
    /// filters (of several the longest, as a filter that holds all holds that one); and for filters of Rust nodes the token without punctuation around it, and
    /// with what often follows a word.
    /// </summary>
    public static IEnumerable<string> AlternativesOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (TextWords.Of(token).MaxBy(word => word.Length) is not { } word)
        {
            return [token];
        }

        var bare = Bare(token);
        IEnumerable<string> alternatives = [token, word, bare, .. UsualEnds.Select(end => bare + end)];
        return alternatives.Distinct().Where(term => Encoding.UTF8.GetByteCount(term) >= MinTokenBytes).Take(MaxAlternatives);
    }

    /// <summary>How many UTF-16 units the beginnings of a word have, from the shortest to the one before the whole word; no surrogate pair is parted.</summary>
    public static IEnumerable<int> PrefixLengthsOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var characters = 0;
        for (var length = 1; length < word.Length; length++)
        {
            if (!char.IsHighSurrogate(word[length - 1]) && ++characters >= MinPrefixLength)
            {
                yield return length;
            }
        }
    }

    /// <summary>Hands out all terms of a text: its tokens, its words, and their beginnings. Some come several times.</summary>
    public static void Visit(string text, BloomTermVisitor visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        Span<byte> buffer = stackalloc byte[MaxEncodedLength(TextWords.MaxWordLength)];
        foreach (var token in TokensOf(text))
        {
            visit(BloomTermKind.Token, Encode(token));
        }

        foreach (var word in TextWords.Of(text))
        {
            visit(BloomTermKind.Word, buffer[..Encode(word, buffer)]);
            foreach (var length in PrefixLengthsOf(word))
            {
                visit(BloomTermKind.Prefix, buffer[..Encode(word.AsSpan(0, length), buffer)]);
            }
        }
    }

    /// <summary>A term as it is hashed: UTF-8, ended by <see cref="BloomProbe.Terminator"/>.</summary>
    public static byte[] Encode(string term) => [.. Encoding.UTF8.GetBytes(term), BloomProbe.Terminator];

    /// <summary>The same, into a buffer of at least <see cref="MaxEncodedLength"/> bytes. Answers how many were written.</summary>
    public static int Encode(ReadOnlySpan<char> term, Span<byte> destination)
    {
        Utf8.FromUtf16(term, destination, out _, out var written);
        destination[written] = BloomProbe.Terminator;
        return written + 1;
    }

    /// <summary>Most bytes of an encoded term of so many UTF-16 units.</summary>
    public static int MaxEncodedLength(int units) => Encoding.UTF8.GetMaxByteCount(units) + 1;

    /// <summary>A token without what is neither letter, digit nor mark at its ends.</summary>
    private static string Bare(string token)
    {
        var first = 0;
        var last = token.Length;
        while (first < last && !IsPartOfWord(token[first]))
        {
            first++;
        }

        while (last > first && !IsPartOfWord(token[last - 1]))
        {
            last--;
        }

        return token[first..last];
    }

    private static bool IsPartOfWord(char character) =>
        char.IsLetterOrDigit(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) <= System.Globalization.UnicodeCategory.OtherNumber;
}
