using SoundTime.Storage;
using SoundTime.Storage.Settings;

namespace SoundTime.Api;

/// <summary>The settings that the admin changes while the node runs. Every method throws <see cref="StorageException"/> where the store does not answer.</summary>
internal sealed class InstanceSettings(ISettingStore store)
{
    /// <summary>Whether the content is shown to those alone who show a token.</summary>
    public async Task<bool> IsPrivateAsync(CancellationToken cancellationToken) =>
        await FindAsync(InstanceSetting.Private, cancellationToken) == InstanceSetting.On;

    /// <summary>The value that is in force.</summary>
    public async Task<string> FindAsync(InstanceSetting setting, CancellationToken cancellationToken) =>
        await store.FindAsync(setting.Key, cancellationToken) ?? setting.Default;

    /// <summary>Sets a value, which is one of those that are accepted.</summary>
    public Task SaveAsync(InstanceSetting setting, string value, CancellationToken cancellationToken) => store.SaveAsync(setting.Key, value, cancellationToken);
}
