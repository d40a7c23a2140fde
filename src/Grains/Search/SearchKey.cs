namespace SoundTime.Grains.Search;

/// <summary>The key of the grain of a question: its text, so that the same question meets the same grain.</summary>
public static class SearchKey
{
    /// <summary>Longest question in characters; what comes after is left out.</summary>
    public const int MaxLength = 256;

    /// <summary>The key for what somebody typed, with single spaces and without control characters; null where that is nothing to ask.</summary>
    public static string? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = text.Length > MaxLength ? text[..MaxLength] : text;
        if (cut.Length > 0 && char.IsHighSurrogate(cut[^1]))
        {
            cut = cut[..^1];
        }

        var words = string.Concat(cut.Select(character => char.IsControl(character) ? ' ' : character))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }
}
