using System.Collections.Concurrent;

namespace SoundTime.Grains.Embedded;

/// <summary>Gives references to the grains of one assembly.</summary>
internal sealed class GrainFactory(EmbeddedGrainRuntime runtime, GrainClasses classes) : IGrainFactory
{
    private readonly ConcurrentDictionary<Type, GrainInterface> _interfaces = [];

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var grainInterface = Find(typeof(TGrainInterface));
        return (TGrainInterface)(object)GrainReference.Create(runtime, grainInterface, GrainId.Create(grainInterface.Class.Name, primaryKey));
    }

    /// <exception cref="ArgumentException">The grain's class does not implement the interface.</exception>
    public GrainReference GetReference(Type grainInterface, GrainId grainId)
    {
        var found = Find(grainInterface);
        return found.Class.Name == grainId.Type
            ? GrainReference.Create(runtime, found, grainId)
            : throw new ArgumentException($"{grainId} is not a {grainInterface}.", nameof(grainInterface));
    }

    private GrainInterface Find(Type type) => _interfaces.TryGetValue(type, out var found) ? found
        : _interfaces.GetOrAdd(type, new GrainInterface(type, classes.Implementing(type), runtime.Options.CopyArguments));
}
