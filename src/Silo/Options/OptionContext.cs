namespace SoundTime.Silo.Options;

/// <summary>What the reading of a value depends on.</summary>
/// <param name="BaseDirectory">The folder that relative paths start from: the working folder, or the folder of the configuration file.</param>
/// <param name="CheckSeedPeer">Throws <see cref="FormatException"/> when a text is no address of a node.</param>
internal sealed record OptionContext(string BaseDirectory, Action<string> CheckSeedPeer);
