namespace SoundTime.Grains.Embedded;

/// <summary>A grain while it is in memory.</summary>
internal abstract class Activation : IGrainContext
{
    [ThreadStatic]
    private static Activation? _current;

    /// <summary>The activation whose turn runs on this thread.</summary>
    public static Activation? Current
    {
        get => _current;
        protected set => _current = value;
    }

    public abstract EmbeddedGrainRuntime Runtime { get; }

    public abstract GrainId GrainId { get; }

    public abstract object? GrainInstance { get; }

    public abstract IServiceProvider ActivationServices { get; }

    public abstract Task Deactivated { get; }

    public static Activation Of(IGrainBase grain) => grain.GrainContext as Activation
        ?? throw new InvalidOperationException($"{grain.GetType()} was not made by this runtime.");

    public abstract void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);

    public abstract void DelayDeactivation(TimeSpan timeSpan);

    public abstract IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options);
}
