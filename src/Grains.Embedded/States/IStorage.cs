namespace SoundTime.Grains.Embedded;

/// <summary>State that outlives the activation, without its type.</summary>
public interface IStorage
{
    /// <summary>Which version of the stored state this is; null where none is stored.</summary>
    string? Etag { get; }

    /// <summary>Whether a state is stored. Not to be relied on after it was cleared.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the stored state.</summary>
    /// <exception cref="InconsistentStateException">The stored state is another version; nothing was removed.</exception>
    Task ClearStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    /// <param name="cancellationToken">Gives up; whether it was removed is then unknown.</param>
    Task ClearStateAsync(CancellationToken cancellationToken);

    /// <summary>Stores the state.</summary>
    /// <exception cref="InconsistentStateException">The stored state is another version; nothing was written.</exception>
    Task WriteStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    /// <param name="cancellationToken">Gives up; whether it was written is then unknown.</param>
    Task WriteStateAsync(CancellationToken cancellationToken);

    /// <summary>Reads the state again; what was not written is lost.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    /// <param name="cancellationToken">Gives up; the state stays as it is.</param>
    Task ReadStateAsync(CancellationToken cancellationToken);
}
