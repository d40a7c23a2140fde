using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>What a grain class keeps to.</summary>
internal static class GrainClassRules
{
    /// <summary>What is wrong with one class.</summary>
    public static IEnumerable<string> FindViolations(Type type)
    {
        if (type.IsGenericTypeDefinition)
        {
            yield return $"{type.Name} is generic; grain classes are not.";
        }

        if (!type.IsAssignableTo(typeof(IGrainBase)))
        {
            yield return $"{type.Name} derives from {nameof(Grain)}, or implements {nameof(IGrainBase)}.";
        }

        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
        {
            yield return $"{type.Name} has {constructors.Length} public constructors; a grain class has one.";
        }

        foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (method.IsDefined(typeof(AlwaysInterleaveAttribute)) || method.IsDefined(typeof(ReadOnlyAttribute)))
            {
                yield return $"{type.Name}.{method.Name} is marked for interleaving in the class; that belongs to the interface.";
            }
        }

        foreach (var violation in constructors.SelectMany(constructor => constructor.GetParameters()).SelectMany(FindViolations))
        {
            yield return $"{type.Name} {violation}";
        }
    }

    /// <summary>What classes claim that belongs to one of them.</summary>
    public static IEnumerable<string> FindClashes(IReadOnlyCollection<Type> classes) =>
    [
        .. FindClashes(classes, type => type.GetInterfaces().Where(GrainClass.IsGrainInterface).Select(part => part.Name), "implement", "an interface has one class"),
        .. FindClashes(classes, type => [GrainClass.NameOf(type)], "are both named", "reminders are stored by it"),
        .. FindClashes(classes, StateNames, "keep their state as", "it is stored by that name, whatever the class"),
    ];

    private static IEnumerable<string> FindClashes(IReadOnlyCollection<Type> classes, Func<Type, IEnumerable<string>> claims, string verb, string why) =>
        from type in classes
        from claim in claims(type)
        group type.Name by claim into claimants
        where claimants.Count() > 1
        select $"{string.Join(" and ", claimants)} {verb} '{claimants.Key}'; {why}.";

    private static IEnumerable<string> StateNames(Type type) =>
        type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(StateParameter.Find).OfType<StateParameter>().Select(state => state.Name);

    private static IEnumerable<string> FindViolations(ParameterInfo parameter)
    {
        var isState = parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(IPersistentState<>);
        if (StateParameter.Find(parameter) is not { } state)
        {
            if (isState)
            {
                yield return $"takes the state '{parameter.Name}' without naming it by [PersistentState].";
            }
        }
        else if (state.StateType is not { } stateType)
        {
            yield return $"marks '{parameter.Name}' as state, which is no IPersistentState<T>.";
        }
        else if (!stateType.IsClass || stateType.IsAbstract || stateType.GetConstructor([]) is null)
        {
            yield return $"keeps '{parameter.Name}' as {stateType.Name}; a state is a class with a public constructor without parameters.";
        }
        else if (string.IsNullOrWhiteSpace(state.Name))
        {
            yield return $"gives the state '{parameter.Name}' no name.";
        }
    }
}
