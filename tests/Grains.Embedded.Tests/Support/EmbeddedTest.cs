using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Embedded.Tests.Support;

/// <summary>What only the embedded runtime promises.</summary>
public abstract class EmbeddedTest(Action<EmbeddedGrainOptions>? configure = null) : GrainContract(new EmbeddedHost(configure))
{
    protected EmbeddedHost Embedded => (EmbeddedHost)Host;

    protected EmbeddedGrainRuntime Runtime => Embedded.Runtime;
}
