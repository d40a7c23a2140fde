namespace SoundTime.Storage.GrainStates;

/// <summary>What grains keep, by the name of the state and the key of the grain.</summary>
public interface IGrainStateStore
{
    /// <summary>Largest state in bytes.</summary>
    const int MaxJsonBytes = 1 << 20;

    /// <summary>The state, or null if there is none.</summary>
    Task<StoredState?> ReadAsync(string name, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a state over the one with this etag (null: there must be none). Answers the new etag, or null if the stored one is another:
    /// nothing was written then.
    /// </summary>
    Task<string?> WriteAsync(string name, string key, string? etag, ReadOnlyMemory<byte> json, CancellationToken cancellationToken);

    /// <summary>Removes the state with this etag. Answers whether none is left; false if the stored one has another etag.</summary>
    Task<bool> RemoveAsync(string name, string key, string? etag, CancellationToken cancellationToken);
}
