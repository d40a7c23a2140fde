namespace SoundTime.Grains.Embedded;

/// <summary>
/// A grain while it is in memory. All but what is named below happens in its turns, so none of it needs a lock: requests come in, wait or run
/// (Requests), and the grain is made and ended (Lifecycle).
/// </summary>
internal sealed partial class Activation : IGrainContext
{
    [ThreadStatic]
    private static Activation? _current;

    private readonly GrainClass _class;
    private readonly ActivationScheduler _scheduler;

    public Activation(EmbeddedGrainRuntime runtime, GrainClass grainClass, GrainId grainId)
    {
        Runtime = runtime;
        GrainId = grainId;
        _class = grainClass;
        _scheduler = new ActivationScheduler(this, runtime);
        _lastUsed = runtime.Time.GetTimestamp();
    }

    /// <summary>The activation whose turn runs on this thread.</summary>
    public static Activation? Current
    {
        get => _current;
        set => _current = value;
    }

    public EmbeddedGrainRuntime Runtime { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _services?.ServiceProvider
        ?? throw new InvalidOperationException($"{GrainId} has no services: it is not made yet, or has ended.");

    /// <summary>The activation of a grain. From any thread.</summary>
    /// <exception cref="InvalidOperationException">The grain was not made by this runtime.</exception>
    public static Activation Of(IGrainBase grain) => grain.GrainContext as Activation
        ?? throw new InvalidOperationException($"{grain.GetType()} was not made by this runtime.");

    /// <summary>Has a request received in a turn. From any thread.</summary>
    public void Post(IWorkItem item) => _scheduler.Post(item);

    /// <summary>Has something done in a turn. From any thread.</summary>
    public void Post(Action action) => _scheduler.Post(action);

    public override string ToString() => GrainId.ToString();
}
