namespace SoundTime.Silo.Options.Kinds;

/// <summary>A path, made absolute.</summary>
internal abstract class PathKind : OptionKind<string>
{
    protected override string Parse(string text, OptionContext context)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal))
        {
            throw new FormatException("is no path");
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, context.BaseDirectory));
    }
}
