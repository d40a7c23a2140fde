namespace SoundTime.Silo.Hosting;

/// <summary>What putting the node together writes to the log.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Warning, "Nothing can be uploaded: {Text}")]
    public static partial void NoMediaProbe(this ILogger logger, string text);
}
