using Microsoft.Extensions.Logging;

namespace SoundTime.Iroh.Relays;

/// <summary>What the relay client says.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(201, LogLevel.Information, "Reachable through the relay {Relay}, which becomes the home")]
    public static partial void HomeFound(ILogger logger, RelayUrl relay);

    [LoggerMessage(202, LogLevel.Information, "The home relay is now {Relay} instead of {Former}, because it is nearer")]
    public static partial void HomeChanged(ILogger logger, RelayUrl relay, RelayUrl former);

    [LoggerMessage(203, LogLevel.Warning, "The home relay {Relay} is lost: {Problem} Another is looked for; until then this node is reached directly only")]
    public static partial void HomeLost(ILogger logger, RelayUrl relay, string? problem);

    [LoggerMessage(204, LogLevel.Warning, "No relay takes this node ({Relay}: {Problem}) It is reached directly only; the search goes on")]
    public static partial void NoHome(ILogger logger, RelayUrl relay, string? problem);

    [LoggerMessage(205, LogLevel.Warning, "The relay {Relay} cannot be used: {Problem}")]
    public static partial void Denied(ILogger logger, RelayUrl relay, string? problem);

    [LoggerMessage(206, LogLevel.Error, "The connection with the relay {Relay} was given up because of an error of our own")]
    public static partial void Failed(ILogger logger, Exception exception, RelayUrl relay);

    [LoggerMessage(207, LogLevel.Error, "The search for a home relay failed because of an error of our own; it begins again")]
    public static partial void SearchFailed(ILogger logger, Exception exception);
}
