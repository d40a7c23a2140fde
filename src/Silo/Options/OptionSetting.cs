namespace SoundTime.Silo.Options;

/// <summary>The value in force for one option.</summary>
/// <param name="Option">The option.</param>
/// <param name="Value">The value read; null when there is none.</param>
/// <param name="Source">Where it came from.</param>
internal sealed record OptionSetting(OptionDeclaration Option, object? Value, OptionSource Source)
{
    /// <summary>The value as it may be shown to people: a secret is only said to be set.</summary>
    public string? Text => Value is null ? null : Option.Kind.IsSecret ? "(hidden)" : Option.Kind.Format(Value);
}
