namespace SoundTime.Grains.Contract.Grains;

/// <summary>Has one timer, whose ticks write to the journal "tick" and the grain's key.</summary>
public interface ITimerGrain : IGrainWithStringKey
{
    Task StartAsync(TimeSpan dueTime, TimeSpan period, bool interleave);

    /// <summary>Its ticks wait at the gate "tick", and write "ticked" behind it.</summary>
    Task StartSlowAsync(TimeSpan dueTime, TimeSpan period, bool interleave);

    /// <summary>Its ticks throw.</summary>
    Task StartFailingAsync(TimeSpan dueTime, TimeSpan period);

    /// <summary>Its ticks wait for their token, and write "cancelled".</summary>
    Task StartEndlessAsync(TimeSpan dueTime);

    /// <summary>Its tick has its token call what throws.</summary>
    Task StartThrowingAtEndAsync(TimeSpan dueTime);

    /// <summary>Its first tick sets it anew, to a second.</summary>
    Task StartChangingAsync(TimeSpan dueTime, TimeSpan period);

    Task ChangeAsync(TimeSpan dueTime, TimeSpan period);

    [AlwaysInterleave]
    Task EndAsync();

    /// <summary>Waits at the gate of that name.</summary>
    Task EnterAsync(string gate);

    Task DeactivateAsync();
}
