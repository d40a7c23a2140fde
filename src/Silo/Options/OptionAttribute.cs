namespace SoundTime.Silo.Options;

/// <summary>Declares a property of <see cref="NodeOptions"/> as something an admin can set.</summary>
/// <remarks>Command line, environment, configuration file, help and documentation are all made from this one declaration.</remarks>
/// <param name="kind">What values look like.</param>
/// <param name="name">Name in the environment and in the configuration file.</param>
/// <param name="flag">Name on the command line; null for secrets, which every process of the machine could read there.</param>
/// <param name="description">One sentence for help and documentation.</param>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class OptionAttribute(OptionKind kind, string name, string? flag, string description) : Attribute
{
    public OptionKind Kind { get; } = kind;

    public string Name { get; } = name;

    public string? Flag { get; } = flag;

    public string Description { get; } = description;

    /// <summary>The value when nobody sets one, as one would write it; <c>&lt;NAME&gt;</c> stands for the value of an option declared earlier. Null for none.</summary>
    public string? Default { get; init; }

    /// <summary>A second name, which counts only where <see cref="Name"/> is not set.</summary>
    public string? OtherName { get; init; }

    /// <summary>Whether the option may stand in the configuration file.</summary>
    public bool InFile { get; init; } = true;
}
