using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace SoundTime.Grains.Embedded;

/// <summary>What is known of a grain class.</summary>
internal sealed class GrainClass
{
    private const string Suffix = "Grain";

    private readonly ObjectFactory _factory;

    public GrainClass(Type type)
    {
        Type = type;
        Name = NameOf(type);
        Interfaces = [.. type.GetInterfaces().Where(IsGrainInterface)];
        States = [.. type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(StateParameter.Find).OfType<StateParameter>()];
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        _factory = ActivatorUtilities.CreateFactory(type, [.. States.Select(state => state.ParameterType)]);
    }

    public Type Type { get; }

    /// <summary>Class name in lower case, without "grain" at its end, as Orleans names grain types.</summary>
    public string Name { get; }

    /// <summary>Its grain interfaces.</summary>
    public IReadOnlyList<Type> Interfaces { get; }

    /// <summary>The states that its constructor asks for.</summary>
    public IReadOnlyList<StateParameter> States { get; }

    public bool IsReentrant { get; }

    /// <summary>How long it may be idle, where the class says so.</summary>
    public TimeSpan? CollectionAge { get; }

    /// <summary>Whether calls are sent to a type by reference: a grain interface, but not one of those that only mark.</summary>
    public static bool IsGrainInterface(Type type) =>
        type.IsInterface && type.IsAssignableTo(typeof(IGrain)) && type != typeof(IGrain) && type != typeof(IGrainWithStringKey) && type != typeof(IRemindable);

    /// <summary>Whether a type is a grain class, sound or not.</summary>
    public static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(IsGrainInterface);

    public static string NameOf(Type type)
    {
        var name = type.Name;
        return (name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name[..^Suffix.Length] : name).ToLowerInvariant();
    }

    /// <summary>Makes a grain, with states that are not read yet.</summary>
    public (IGrainBase Instance, IStorage[] States) Create(Activation activation, IServiceProvider services)
    {
        var states = new IStorage[States.Count];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = States[i].Create(activation);
        }

        return ((IGrainBase)_factory(services, states), states);
    }
}
