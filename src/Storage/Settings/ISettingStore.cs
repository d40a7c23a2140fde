namespace SoundTime.Storage.Settings;

/// <summary>Settings of the instance that are made at run time, such as the hash of the admin token. Keys to 255, values to 65,536 characters.</summary>
public interface ISettingStore
{
    /// <summary>The value, or null if there is none.</summary>
    Task<string?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a value, over the one that was there.</summary>
    Task SaveAsync(string key, string value, CancellationToken cancellationToken);

    /// <summary>Keeps a value unless there is one. Answers whether it was kept: of many that try, one succeeds.</summary>
    Task<bool> TryAddAsync(string key, string value, CancellationToken cancellationToken);
}
