using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>The grain classes of an assembly, checked.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<Type, GrainClass> _byInterface = [];
    private readonly Dictionary<string, GrainClass> _byName = [];

    /// <summary>Finds and checks them.</summary>
    /// <exception cref="GrainCheckException">Something of them is not for both runtimes; it names everything.</exception>
    public GrainClasses(Assembly assembly)
    {
        var types = assembly.GetTypes();
        GrainCheck.Check(types);
        foreach (var grainClass in types.Where(GrainClass.IsGrainClass).Select(type => new GrainClass(type)))
        {
            _byName.Add(grainClass.Name, grainClass);
            foreach (var grainInterface in grainClass.Interfaces)
            {
                _byInterface.Add(grainInterface, grainClass);
            }
        }
    }

    /// <summary>The class that implements a grain interface.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public GrainClass Implementing(Type grainInterface) => _byInterface.GetValueOrDefault(grainInterface)
        ?? throw new ArgumentException($"No grain class implements {grainInterface}.", nameof(grainInterface));

    /// <summary>How many.</summary>
    public int Count => _byName.Count;

    /// <summary>The class with this name, or null.</summary>
    public GrainClass? Find(string name) => _byName.GetValueOrDefault(name);
}
