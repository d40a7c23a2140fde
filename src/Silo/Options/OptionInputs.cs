namespace SoundTime.Silo.Options;

/// <summary>What the process was given to read its options from.</summary>
internal sealed record OptionInputs
{
    /// <summary>The texts given to each flag that was used.</summary>
    public IReadOnlyDictionary<OptionDeclaration, IReadOnlyList<string>> CommandLine { get; init; } = new Dictionary<OptionDeclaration, IReadOnlyList<string>>();

    /// <summary>The environment of the process. An empty value counts as not set, as compose files pass names on that way.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that relative paths of command line and environment start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Throws <see cref="FormatException"/> when a text is no address of a node.</summary>
    public Action<string> CheckSeedPeer { get; init; } = text => PeerAddressFormat.Parse(text);
}
