namespace SoundTime.Grains.Contract.Grains;

/// <summary>Keeps a text in one state and a count in another.</summary>
public interface INoteGrain : IGrainWithStringKey
{
    Task<string> ReadAsync();

    /// <summary>How many texts were written, as the other state counts them.</summary>
    Task<int> CountAsync();

    Task WriteAsync(string text);

    /// <summary>Changes the state and does not write it.</summary>
    Task ChangeAsync(string text);

    /// <summary>Writes, and answers whether the stored state was another.</summary>
    Task<bool> TryWriteAsync(string text);

    Task ClearAsync();

    /// <summary>Reads the state again.</summary>
    Task<string> RefreshAsync();

    /// <summary>The text as it was in OnActivateAsync, and whether a state was stored then.</summary>
    Task<string> DescribeActivationAsync();

    Task DeactivateAsync();
}
