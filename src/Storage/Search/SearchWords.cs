using SoundTime.Wire.Text;

namespace SoundTime.Storage.Search;

/// <summary>Words as the index holds them and as questions ask for them: those of <see cref="TextWords"/>, the longest of them cut.</summary>
internal static class SearchWords
{
    /// <summary>Longest word in UTF-16 code units; what comes after is not looked at. Every index of every store can hold it.</summary>
    public const int MaxLength = 64;

    /// <summary>Begun words of so many characters, and fewer, are so frequent that their rows are kept together.</summary>
    public const int MaxShortLength = 3;

    /// <summary>Which rules made the words of the index: what was made by older ones is made anew.</summary>
    public const int Version = TextWords.Version;

    /// <summary>The words of a text in their order.</summary>
    public static IReadOnlyList<string> Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var words = TextWords.Of(text);
        return words.Any(word => word.Length > MaxLength) ? [.. words.Select(Cut)] : words;
    }

    private static string Cut(string word) =>
        word.Length <= MaxLength ? word : word[..(char.IsHighSurrogate(word[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
