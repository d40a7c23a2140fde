using Microsoft.Extensions.Logging;

namespace SoundTime.Iroh.Lookup;

/// <summary>What publishing says.</summary>
internal static partial class LookupLog
{
    [LoggerMessage(40, LogLevel.Information, "Published at {Directory}: {Address}")]
    public static partial void Published(ILogger logger, Uri directory, NodeAddress address);

    [LoggerMessage(41, LogLevel.Warning, "This node's address could not be published, so others may not find it: {Problem} It is tried again until it works")]
    public static partial void NotPublished(ILogger logger, string problem);
}
