namespace SoundTime.Grains.Embedded;

/// <summary>What a grain can ask for: its end, and timers. Only from its own turns.</summary>
public static class GrainBaseExtensions
{
    /// <summary>Ends the activation when the running calls have ended; later ones go to a new one.</summary>
    public static void DeactivateOnIdle(this IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        grain.GrainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));
    }

    /// <summary>
    /// Calls the grain after a time, and then again and again, until the timer is disposed or the activation ends. The period is counted from the end of a call.
    /// A failing call is logged and followed by the next.
    /// </summary>
    /// <param name="grain">The grain.</param>
    /// <param name="callback">What is called, with the state and a token that is cancelled when the timer ends.</param>
    /// <param name="state">Passed to the callback.</param>
    /// <param name="options">When, and how.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative (except <see cref="Timeout.InfiniteTimeSpan"/>) or longer than a timer can be.</exception>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(callback);
        return Activation.Of(grain).RegisterTimer(cancellationToken => callback(state, cancellationToken), options);
    }

    /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(callback);
        return Activation.Of(grain).RegisterTimer(callback, options);
    }

    /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)"/>
    /// <param name="grain">The grain.</param>
    /// <param name="callback">What is called, with a token that is cancelled when the timer ends.</param>
    /// <param name="dueTime">Time to the first call; <see cref="Timeout.InfiniteTimeSpan"/>: none until the timer is changed.</param>
    /// <param name="period">Time from the end of a call to the next; <see cref="Timeout.InfiniteTimeSpan"/>: none.</param>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
        RegisterGrainTimer(grain, callback, new GrainTimerCreationOptions(dueTime, period));
}
