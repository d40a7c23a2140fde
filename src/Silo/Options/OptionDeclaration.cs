using System.Reflection;

namespace SoundTime.Silo.Options;

/// <summary>One option: the property of <see cref="NodeOptions"/> that holds it and what its attribute declares.</summary>
internal sealed class OptionDeclaration
{
    private readonly PropertyInfo _property;
    private readonly OptionAttribute _attribute;

    private OptionDeclaration(PropertyInfo property, OptionAttribute attribute)
    {
        _property = property;
        _attribute = attribute;
        Names = attribute.OtherName is null ? [attribute.Name] : [attribute.Name, attribute.OtherName];
    }

    /// <summary>Every option, in the order of declaration.</summary>
    public static IReadOnlyList<OptionDeclaration> All { get; } =
    [
        .. from property in typeof(NodeOptions).GetProperties()
           let attribute = property.GetCustomAttribute<OptionAttribute>()
           where attribute is not null
           orderby property.MetadataToken
           select new OptionDeclaration(property, attribute),
    ];

    /// <summary>The names in the environment and in the configuration file; the first one set counts.</summary>
    public IReadOnlyList<string> Names { get; }

    public string Name => _attribute.Name;

    public string? Flag => _attribute.Flag;

    public string Description => _attribute.Description;

    public string? Default => _attribute.Default;

    /// <summary>The default as it is shown.</summary>
    public string DefaultText => string.IsNullOrEmpty(Default) ? "none" : Default;

    public bool InFile => _attribute.InFile;

    public OptionKind Kind => _attribute.Kind;

    /// <summary>The declaration behind a property of <see cref="NodeOptions"/>.</summary>
    public static OptionDeclaration Of(string propertyName) => All.Single(option => option._property.Name == propertyName);

    /// <summary>Puts a parsed value into a record that is being built.</summary>
    public void Set(NodeOptions options, object? value) => _property.SetValue(options, value);
}
