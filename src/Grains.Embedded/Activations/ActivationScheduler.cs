namespace SoundTime.Grains.Embedded;

/// <summary>
/// Gives an activation its turns: one after the other, in the order they were queued, on threads of the pool. What a turn awaits comes back here, because
/// this is the task scheduler that the grain's code sees.
/// </summary>
internal sealed class ActivationScheduler(Activation activation, EmbeddedGrainRuntime runtime) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>
    /// After so many milliseconds of turns another activation gets the thread. Real time, even where the rest follows a clock of a test: it is
    /// the thread that is shared.
    /// </summary>
    private const int QuantumMilliseconds = 25;

    private readonly Lock _gate = new();

    /// <summary>Tasks, work items and actions.</summary>
    private readonly Queue<object> _queue = new();
    private bool _isScheduled;

    public override int MaximumConcurrencyLevel => 1;

    public void Post(IWorkItem item) => Enqueue(item);

    public void Post(Action action) => Enqueue(action);

    void IThreadPoolWorkItem.Execute()
    {
        // A task around the turns makes this the current scheduler for all of them, without a task for each.
        var batch = new Task(static state => ((ActivationScheduler)state!).RunTurns(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach);
        Activation.Current = activation;
        batch.RunSynchronously(this);
        Activation.Current = null;

        bool goesOn;
        lock (_gate)
        {
            _isScheduled = goesOn = _queue.Count > 0 && !runtime.IsDisposed;
        }

        if (goesOn)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            runtime.Barrier.Exit();
        }
    }

    protected override void QueueTask(Task task) => Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Activation.Current == activation && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return _queue.OfType<Task>().ToArray();
        }
    }

    private void Enqueue(object item)
    {
        lock (_gate)
        {
            if (runtime.IsDisposed)
            {
                // As in a process that was killed.
                return;
            }

            _queue.Enqueue(item);
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        runtime.Barrier.Enter();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void RunTurns()
    {
        var end = Environment.TickCount64 + QuantumMilliseconds;
        do
        {
            object? item;
            lock (_gate)
            {
                if (runtime.IsDisposed || !_queue.TryDequeue(out item))
                {
                    return;
                }
            }

            RunTurn(item);
        }
        while (Environment.TickCount64 < end);
    }

    private void RunTurn(object item)
    {
        try
        {
            switch (item)
            {
                case Task task:
                    TryExecuteTask(task);
                    break;
                case IWorkItem work:
                    work.Execute();
                    break;
                default:
                    ((Action)item)();
                    break;
            }
        }
        catch (Exception exception)
        {
            // Callbacks of a cancelled token are the grain's code and may throw; the turns go on.
            runtime.Log.TurnFailed(exception, activation.GrainId);
        }
    }
}
