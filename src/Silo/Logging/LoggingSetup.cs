using Microsoft.Extensions.Logging.Console;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Logging;

/// <summary>Logging as the options ask for it, on standard error: standard output is for what a command was asked for.</summary>
internal static class LoggingSetup
{
    /// <summary>What the framework would say of its own, below the levels that matter to an admin. The options can ask for more.</summary>
    private static readonly KeyValuePair<string, LogLevel>[] QuietCategories =
    [
        new("Microsoft", LogLevel.Warning),
        new("System", LogLevel.Warning),

        // Says of a failed start or service, with its stack, what the program itself says in a line.
        new("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None),
    ];

    /// <summary>Sets up logging.</summary>
    /// <param name="logging">Where.</param>
    /// <param name="options">Levels and format.</param>
    /// <param name="shownElsewhere">A category whose warnings the admin is shown in another way; the options can ask for them all the same.</param>
    public static ILoggingBuilder AddNodeLogging(this ILoggingBuilder logging, NodeOptions options, string? shownElsewhere = null)
    {
        logging.SetMinimumLevel(options.LogLevels.Default);
        var quiet = shownElsewhere is null ? QuietCategories : QuietCategories.Append(new(shownElsewhere, LogLevel.Error));
        foreach (var (category, level) in quiet)
        {
            // Quieter than everything else, never louder; --log debug opens these too.
            if (options.LogLevels.Default is > LogLevel.Debug && level > options.LogLevels.Default)
            {
                logging.AddFilter(category, level);
            }
        }

        foreach (var (category, level) in options.LogLevels.Categories)
        {
            logging.AddFilter(category, level);
        }

        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddConsole(console =>
        {
            console.FormatterName = options.LogFormat == LogFormat.Json ? ConsoleFormatterNames.Json : TextFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.AddConsoleFormatter<TextFormatter, TextFormatterOptions>(text => text.IncludeStackTraces = options.LogLevels.Default <= LogLevel.Debug);
        // AddJsonConsole would choose the format as well as set it up.
        logging.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        return logging;
    }
}
