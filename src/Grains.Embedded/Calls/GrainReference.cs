using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>What grain references derive from: sends the calls of one interface to one grain.</summary>
internal class GrainReference : DispatchProxy
{
    private GrainInterface? _interface;
    private EmbeddedGrainRuntime? _runtime;

    public EmbeddedGrainRuntime Runtime => _runtime!;

    public GrainId GrainId { get; private set; }

    /// <summary>A reference that implements the interface.</summary>
    public static GrainReference Create(EmbeddedGrainRuntime runtime, GrainInterface grainInterface, GrainId grainId)
    {
        var reference = (GrainReference)Create(grainInterface.Type, typeof(GrainReference));
        reference._runtime = runtime;
        reference._interface = grainInterface;
        reference.GrainId = grainId;
        return reference;
    }

    public override bool Equals(object? obj) => obj is GrainReference other && other.GrainId == GrainId && other._interface == _interface;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{_interface!.Type.Name}({GrainId})";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _interface![targetMethod!].Call(this, args!);
}
