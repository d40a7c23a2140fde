namespace SoundTime.Grains.Embedded;

/// <summary>Something that is asked of a grain: a call, or what a timer or reminder does.</summary>
internal abstract class Request(GrainId target) : IWorkItem
{
    public GrainId Target { get; } = target;

    /// <summary>The activation it was sent to last.</summary>
    public Activation? Activation { get; set; }

    /// <summary>Whether the activation lets it run; it is then only queued for its turn. In turns only.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>Whether it may run beside any other.</summary>
    public abstract bool Interleaves { get; }

    /// <summary>Whether it may run beside others that are read-only.</summary>
    public abstract bool IsReadOnly { get; }

    /// <summary>Whether it keeps the activation from being idle.</summary>
    public abstract bool KeepsAlive { get; }

    /// <summary>Whether nobody waits for it any more, so that it need not begin.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Runs it in turns of the activation, and answers what it failed with. Does not throw.</summary>
    public abstract ValueTask<Exception?> RunAsync(object grain);

    /// <summary>The activation failed before it could run.</summary>
    public abstract void Fail(Exception exception);

    void IWorkItem.Execute() => Activation!.Receive(this);
}
