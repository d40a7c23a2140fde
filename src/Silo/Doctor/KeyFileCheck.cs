using SoundTime.Api;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether the key is there, is the running node's, and can be read by nobody else.</summary>
/// <param name="path">The key file.</param>
/// <param name="running">The id of the running node; null where none runs.</param>
internal sealed class KeyFileCheck(string path, NodeId? running) : IConnectionCheck
{
    private const UnixFileMode OthersMode =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <inheritdoc/>
    public string Name => "key";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([Look()]);

    private Finding Look()
    {
        if (!File.Exists(path))
        {
            return running is null
                ? Of(FindingState.Unknown, "There is none yet.", "The first start makes it.")
                : Of(FindingState.Failed, "It is gone, while the node runs.", "Restore it from a backup before the node stops: with another key it is another node, whom nobody knows.");
        }

        NodeId id;
        try
        {
            id = KeyFile.LoadOrCreate(path).NodeId;
        }
        catch (KeyFileException exception)
        {
            return Of(FindingState.Failed, exception.Message, "Restore the file from a backup, or give this user access to it.");
        }

        return running is { } node && node != id
            ? Of(FindingState.Failed, $"It is the key of {id.ShortText}, and {node.ShortText} is running.", "Restore the file from a backup, or restart the node to be the other one.")
            : (File.GetUnixFileMode(path) & OthersMode) != 0
                ? Of(FindingState.Warning, $"It is the key of {id}, and other users of this machine can read it.", $"chmod 600 {path}")
                : Of(FindingState.Ok, $"It is the key of {id}.");
    }

    private Finding Of(FindingState state, string text, string? advice = null) => new(Name, path, state, text, advice);
}
