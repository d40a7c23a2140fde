namespace SoundTime.Silo.Options;

/// <summary>Finds what somebody probably meant to type.</summary>
internal static class NearestName
{
    /// <summary>Edits beyond which two names are not taken for each other.</summary>
    private const int MaxEdits = 3;

    /// <summary>Longest text that is compared, as the work grows with its length.</summary>
    private const int MaxLength = 64;

    /// <summary>The name with the fewest edits from what was typed, or null when none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> names)
    {
        if (typed.Length > MaxLength)
        {
            return null;
        }

        var nearest = names.Select(name => (Name: name, Edits: CountEdits(typed, name))).MinBy(candidate => candidate.Edits);
        return nearest.Edits <= Math.Min(MaxEdits, typed.Length / 2) ? nearest.Name : null;
    }

    /// <summary>Levenshtein's distance without regard to case, a row of the table at a time.</summary>
    private static int CountEdits(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
