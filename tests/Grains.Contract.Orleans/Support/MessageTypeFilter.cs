using Orleans.Serialization;

namespace SoundTime.Grains.Contract.Orleans.Support;

/// <summary>Lets types of ours be named in messages.</summary>
public sealed class MessageTypeFilter : ITypeFilter
{
    public bool? IsTypeNameAllowed(string typeName, string assemblyName) =>
        typeName.StartsWith($"{nameof(SoundTime)}.", StringComparison.Ordinal) ? true : null;
}
