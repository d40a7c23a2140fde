using System.Buffers;
using System.Text;

namespace SoundTime.Storage.Catalogue;

/// <summary>Whether a text that a peer sent can be kept and shown.</summary>
public static class CatalogueText
{
    /// <summary>What is wrong with a text, as the end of a sentence that begins with <paramref name="field"/>; null where nothing is. White space around it does not count.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="text">The text; an absent one counts as empty.</param>
    /// <param name="maxLength">Most Unicode characters.</param>
    /// <param name="mayBeEmpty">Whether it may be empty.</param>
    public static string? FindFault(string field, string? text, int maxLength, bool mayBeEmpty = true)
    {
        var trimmed = text.AsSpan().Trim();
        if (IsLonger(trimmed, maxLength))
        {
            return $"{field}: longer than {maxLength} characters";
        }

        if (!IsWellFormed(trimmed))
        {
            return $"{field}: holds half a character";
        }

        if (trimmed.Contains('\0'))
        {
            return $"{field}: holds a NUL character";
        }

        return trimmed.IsEmpty && !mayBeEmpty ? $"{field}: empty" : null;
    }

    /// <summary>Counts Unicode characters, as other nodes do.</summary>
    private static bool IsLonger(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return false;
        }

        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            if (++length > maxLength)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Half a surrogate pair cannot be stored as it came.</summary>
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var rest = text; rest.ContainsAnyInRange('\ud800', '\udfff');)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var units) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[units..];
        }

        return true;
    }
}
