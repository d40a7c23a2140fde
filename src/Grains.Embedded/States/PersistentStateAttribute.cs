namespace SoundTime.Grains.Embedded;

/// <summary>Names the state that a parameter of a grain's constructor gets. The name is unique for the grain class.</summary>
/// <param name="stateName">The name it is stored under, with the grain's key.</param>
/// <param name="storageName">Which store; here there is one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The name it is stored under.</summary>
    public string StateName { get; } = stateName;

    /// <summary>Which store; here there is one.</summary>
    public string? StorageName { get; } = storageName;
}
