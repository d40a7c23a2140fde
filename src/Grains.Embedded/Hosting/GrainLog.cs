using Microsoft.Extensions.Logging;

namespace SoundTime.Grains.Embedded;

/// <summary>What the runtime writes to the log.</summary>
internal static partial class GrainLog
{
    [LoggerMessage(1, LogLevel.Information, "Grains run: {Classes} classes, {Reminders} reminders.")]
    public static partial void Started(this ILogger logger, int classes, int reminders);

    [LoggerMessage(2, LogLevel.Information, "Grains have ended.")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "{Count} grains had not ended when the time to stop was over. What they were doing is cut off.")]
    public static partial void StopCutShort(this ILogger logger, int count);

    [LoggerMessage(10, LogLevel.Error, "{Grain} could not be activated.")]
    public static partial void ActivationFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(11, LogLevel.Warning, "{Grain} failed while it ended; it has ended nevertheless.")]
    public static partial void DeactivationFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(12, LogLevel.Warning, "{Grain} or its services failed to be disposed.")]
    public static partial void DisposalFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(20, LogLevel.Warning, "A timer of {Grain} failed; it goes on.")]
    public static partial void TimerFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(21, LogLevel.Warning, "The reminder {Name} of {Grain} failed; it goes on.")]
    public static partial void ReminderFailed(this ILogger logger, Exception exception, string name, GrainId grain);

    [LoggerMessage(22, LogLevel.Warning, "The reminder {Name} is stored for {Type}/{Key}, but no grain class of that name takes reminders. It stays stored.")]
    public static partial void ReminderUnknown(this ILogger logger, string name, string type, string key);

    [LoggerMessage(23, LogLevel.Warning, "A timer of {Grain} failed as it ended.")]
    public static partial void TimerEndFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(30, LogLevel.Warning, "{Method} of {Grain} failed after its caller had given up.")]
    public static partial void AbandonedCallFailed(this ILogger logger, Exception exception, string method, GrainId grain);

    [LoggerMessage(31, LogLevel.Error, "Something outside of a call failed in a turn of {Grain}; its turns go on.")]
    public static partial void TurnFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(40, LogLevel.Error, "The sweep over the grains failed; the next comes in a second.")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);
}
