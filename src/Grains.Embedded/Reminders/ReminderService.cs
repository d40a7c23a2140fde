using System.Collections.Concurrent;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Embedded;

/// <summary>The reminders of all grains: in the store, and as timers while the grains run.</summary>
internal sealed class ReminderService(EmbeddedGrainRuntime runtime, IReminderStore store) : IDisposable
{
    /// <summary>The shortest period; as in Orleans.</summary>
    private static readonly TimeSpan MinPeriod = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that a timer of .NET takes.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(0xfffffffe);

    private readonly ConcurrentDictionary<(GrainId, string), ReminderTimer> _timers = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>How many there are timers for.</summary>
    public int Count => _timers.Count;

    /// <summary>Sets the timers of all that is stored.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var reminder in await store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (runtime.Classes.Find(reminder.GrainType)?.Type.IsAssignableTo(typeof(IRemindable)) == true)
            {
                Set(reminder);
            }
            else
            {
                runtime.Log.ReminderUnknown(reminder.Name, reminder.GrainType, reminder.Key);
            }
        }
    }

    public async Task<IGrainReminder> RegisterAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        if (period < MinPeriod || period > MaxTime)
        {
            throw new ArgumentException($"The period of a reminder is at least {MinPeriod} and at most {MaxTime}, not {period}.", nameof(period));
        }

        if (dueTime < TimeSpan.Zero || dueTime > MaxTime)
        {
            throw new ArgumentException($"The time to the first call of a reminder is not negative and at most {MaxTime}, not {dueTime}.", nameof(dueTime));
        }

        runtime.Barrier.Enter();
        try
        {
            var reminder = new StoredReminder(grainId.Type, grainId.Key, name, runtime.Time.GetUtcNow() + dueTime, period, string.Empty);
            reminder = reminder with { ETag = await store.SaveAsync(reminder, CancellationToken.None) };
            Set(reminder);
            return Reminder.Of(reminder);
        }
        finally
        {
            runtime.Barrier.Exit();
        }
    }

    public async Task UnregisterAsync(GrainId grainId, IGrainReminder reminder)
    {
        if (reminder is not Reminder { ETag: var etag })
        {
            throw new ArgumentException("The reminder is none of this runtime.", nameof(reminder));
        }

        runtime.Barrier.Enter();
        try
        {
            if (!await store.RemoveAsync(grainId.Type, grainId.Key, reminder.ReminderName, etag, CancellationToken.None))
            {
                throw new InvalidOperationException($"The reminder '{reminder.ReminderName}' of {grainId} is gone or was set anew; look for it again.");
            }

            if (_timers.TryRemove((grainId, reminder.ReminderName), out var timer))
            {
                timer.Dispose();
            }
        }
        finally
        {
            runtime.Barrier.Exit();
        }
    }

    public async Task<IGrainReminder?> FindAsync(GrainId grainId, string name) =>
        (await ListAsync(grainId)).Find(reminder => reminder.ReminderName == name);

    public async Task<List<IGrainReminder>> ListAsync(GrainId grainId)
    {
        runtime.Barrier.Enter();
        try
        {
            return [.. (await store.ListAsync(grainId.Type, grainId.Key, CancellationToken.None)).Select(Reminder.Of)];
        }
        finally
        {
            runtime.Barrier.Exit();
        }
    }

    /// <summary>Ends the timers; what is stored stays.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }
        }
    }

    private void Set(StoredReminder reminder)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var id = (GrainId.Create(reminder.GrainType, reminder.Key), reminder.Name);
            if (_timers.TryRemove(id, out var former))
            {
                former.Dispose();
            }

            _timers[id] = new ReminderTimer(runtime, reminder);
        }
    }
}
