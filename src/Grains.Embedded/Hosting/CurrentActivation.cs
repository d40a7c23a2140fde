namespace SoundTime.Grains.Embedded;

/// <summary>The activation that a scope of services belongs to.</summary>
internal sealed class CurrentActivation
{
    /// <summary>Null outside of grains.</summary>
    public Activation? Activation { get; set; }
}
