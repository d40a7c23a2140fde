using Orleans.Serialization;

namespace SoundTime.Grains.Contract.Orleans.Support;

/// <summary>Lets types of ours be named in messages.</summary>
public sealed class MessageTypeFilter : ITypeFilter
{
    public bool? IsTypeAllowed(Type type) => type.Namespace?.StartsWith($"{nameof(SoundTime)}.", StringComparison.Ordinal) == true ? true : null;
}
