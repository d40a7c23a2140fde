using Microsoft.Extensions.Logging;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>What local discovery says.</summary>
internal static partial class LocalDiscoveryLog
{
    [LoggerMessage(1, LogLevel.Information, "Local discovery listens on {Interface}")]
    public static partial void Joined(ILogger logger, string @interface);

    [LoggerMessage(2, LogLevel.Information, "Local discovery left {Interface}")]
    public static partial void Left(ILogger logger, string @interface);

    [LoggerMessage(3, LogLevel.Warning, "Local discovery: {Problem}")]
    public static partial void Problem(ILogger logger, string problem);

    [LoggerMessage(4, LogLevel.Debug, "Local discovery found {Node}")]
    public static partial void Found(ILogger logger, string node);
}
