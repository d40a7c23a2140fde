using Microsoft.Extensions.Logging;
using SoundTime.Import;
using SoundTime.Storage;

namespace SoundTime.Api;

/// <summary>What the API logs.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed: the store answered {Reason}")]
    public static partial void StoreFailed(ILogger logger, string method, string path, StorageFailure reason, Exception failure);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception failure);

    [LoggerMessage(3, LogLevel.Information, "{Method} {Path}: no bytes of the track ({Reason}): {Text}")]
    public static partial void NoTrackContent(ILogger logger, string method, string path, TrackContentFailure reason, string text);

    [LoggerMessage(4, LogLevel.Warning, "{Method} {Path} broke off in the middle; the connection was closed so that the listener knows")]
    public static partial void BrokeOff(ILogger logger, string method, string path, Exception failure);

    [LoggerMessage(5, LogLevel.Error, "{Method} {Path} failed: the upload was not taken in ({Reason})")]
    public static partial void ImportFailed(ILogger logger, string method, string path, ImportFailure reason, Exception failure);

    [LoggerMessage(6, LogLevel.Warning, "The status cannot tell its part {Part}")]
    public static partial void StatusUnknown(ILogger logger, string part, Exception failure);
}
