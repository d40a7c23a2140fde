namespace SoundTime.Silo.Logging;

/// <summary>How much is logged: a level for everything and others for categories that begin with a name.</summary>
/// <param name="Default">The level of every category without one of its own.</param>
/// <param name="Categories">Levels by the beginning of the category's name, such as <c>SoundTime.Iroh</c>.</param>
internal sealed record LogLevels(LogLevel Default, IReadOnlyDictionary<string, LogLevel> Categories)
{
    private static readonly Dictionary<string, LogLevel> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["information"] = LogLevel.Information,
        ["warn"] = LogLevel.Warning,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["none"] = LogLevel.None,
    };

    /// <summary>Reads a list such as <c>info,SoundTime.Iroh=debug</c>; without a level for everything that is <c>info</c>.</summary>
    /// <exception cref="FormatException">A piece is neither a level nor a name with a level.</exception>
    public static LogLevels Parse(string text)
    {
        LogLevel? level = null;
        var categories = new SortedDictionary<string, LogLevel>(StringComparer.Ordinal);
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = piece.Split('=', StringSplitOptions.TrimEntries);
            if (!Names.TryGetValue(parts[^1], out var value) || parts.Length > 2 || parts[0].Length == 0)
            {
                throw new FormatException($"has \"{piece}\" where a level is needed");
            }

            var isNew = parts.Length == 2 ? categories.TryAdd(parts[0], value) : level is null;
            if (!isNew)
            {
                throw new FormatException($"sets the level of {(parts.Length == 2 ? parts[0] : "everything")} twice");
            }

            level = parts.Length == 1 ? value : level;
        }

        return new LogLevels(level ?? LogLevel.Information, categories);
    }

    /// <summary>The list that reads as this value again.</summary>
    public override string ToString() =>
        string.Join(',', Categories.Select(category => $"{category.Key}={NameOf(category.Value)}").Prepend(NameOf(Default)));

    private static string NameOf(LogLevel level) => Names.First(name => name.Value == level).Key;
}
