namespace SoundTime.Silo.Options;

/// <inheritdoc/>
/// <typeparam name="TKind">What values look like.</typeparam>
internal sealed class OptionAttribute<TKind>(string name, string? flag, string description)
    : OptionAttribute(new TKind(), name, flag, description)
    where TKind : OptionKind, new();
