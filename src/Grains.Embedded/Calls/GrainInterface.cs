using System.Collections.Frozen;
using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>A grain interface: which class has it, and its methods.</summary>
internal sealed class GrainInterface
{
    private readonly FrozenDictionary<MethodInfo, GrainMethod> _methods;

    /// <param name="type">The interface.</param>
    /// <param name="grainClass">The class that implements it.</param>
    /// <param name="copies">Whether arguments and results are copied.</param>
    public GrainInterface(Type type, GrainClass grainClass, bool copies)
    {
        Type = type;
        Class = grainClass;
        _methods = type.GetInterfaces().Append(type)
            .SelectMany(part => part.GetMethods())
            .ToFrozenDictionary(method => method, method => GrainMethod.Create(method, copies));
    }

    public Type Type { get; }

    public GrainClass Class { get; }

    public GrainMethod this[MethodInfo method] => _methods[method];
}
