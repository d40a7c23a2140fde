namespace SoundTime.Silo.Options;

/// <summary>Where a value came from.</summary>
/// <param name="Origin">The kind of place.</param>
/// <param name="Text">The place in words: <c>command line, --port</c>.</param>
internal sealed record OptionSource(OptionOrigin Origin, string Text)
{
    public static OptionSource Default { get; } = new(OptionOrigin.Default, "default");

    public static OptionSource CommandLine(string flag) => new(OptionOrigin.CommandLine, $"command line, {flag}");

    public static OptionSource Environment(string name) => new(OptionOrigin.Environment, $"environment, {name}");

    public static OptionSource File(string path, int line) => new(OptionOrigin.File, $"{path}, line {line}");
}
