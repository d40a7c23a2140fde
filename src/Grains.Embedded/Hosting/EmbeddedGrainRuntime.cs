namespace SoundTime.Grains.Embedded;

/// <summary>The grains of this process.</summary>
public abstract class EmbeddedGrainRuntime
{
    internal abstract GrainFactory GrainFactory { get; }

    internal abstract ReminderService Reminders { get; }
}
