using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>What grain references derive from: sends the calls of one interface to one grain.</summary>
internal abstract class GrainReference : DispatchProxy
{
    public abstract EmbeddedGrainRuntime Runtime { get; }

    public abstract GrainId GrainId { get; }
}
