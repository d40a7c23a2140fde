using SoundTime.Wire.Text;

namespace SoundTime.Storage.Search;

/// <summary>Words as the index holds them and as questions ask for them: those of <see cref="TextWords"/>, which every index of every store can hold.</summary>
internal static class SearchWords
{
    /// <summary>Begun words of so many characters, and fewer, are so frequent that their rows are kept together.</summary>
    public const int MaxShortLength = 3;

    /// <summary>Which rules made the words of the index: what was made by older ones is made anew.</summary>
    public const int Version = TextWords.Version;

    /// <summary>The words of a text in their order.</summary>
    public static IReadOnlyList<string> Of(string? text) => string.IsNullOrEmpty(text) ? [] : TextWords.Of(text);
}
