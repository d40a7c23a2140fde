using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>A state that the constructor of a grain class asks for.</summary>
/// <param name="Name">The name it is stored under.</param>
/// <param name="ParameterType">What the constructor takes.</param>
/// <param name="StateType">The type of the state; null where the parameter cannot take a state.</param>
internal sealed record StateParameter(string Name, Type ParameterType, Type? StateType)
{
    /// <summary>The state that a parameter asks for, or null.</summary>
    public static StateParameter? Find(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } attribute)
        {
            return null;
        }

        var type = parameter.ParameterType;
        var isState = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IPersistentState<>);
        return new StateParameter(attribute.StateName, type, isState ? type.GetGenericArguments()[0] : null);
    }

    public IStorage Create(Activation activation) =>
        (IStorage)Activator.CreateInstance(typeof(PersistentState<>).MakeGenericType(StateType!), Name, activation)!;
}
