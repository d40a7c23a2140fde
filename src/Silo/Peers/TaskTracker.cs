namespace SoundTime.Silo.Peers;

/// <summary>Keeps hold of work that runs on its own, so that none is lost sight of and a stop can wait for all of it.</summary>
/// <param name="name">What the work is, for logs.</param>
/// <param name="logger">Told of work that failed.</param>
internal sealed class TaskTracker(string name, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Starts work on the thread pool.</summary>
    public void Run(Func<Task> work)
    {
        lock (_gate)
        {
            var task = Task.Run(work);
            _running.Add(task);
            // Waits for the lock if the work is over already.
            task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Waits until nothing runs any more. What failed has been logged, and fails nothing here.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] running;
            lock (_gate)
            {
                running = [.. _running];
            }

            if (running.Length == 0)
            {
                return;
            }

            await Task.WhenAll(running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Forget(Task task)
    {
        lock (_gate)
        {
            _running.Remove(task);
        }

        if (task.Exception is { } failure)
        {
            logger.WorkFailed(name, failure.GetBaseException());
        }
    }
}
