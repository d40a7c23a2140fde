using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace SoundTime.Silo.Logging;

/// <summary>One line for each event: time in UTC, level, component, message.</summary>
/// <remarks>
/// The framework's own formatter writes full category names and event numbers, and passes on control characters, with which a peer's
/// words could forge lines or drive a terminal.
/// </remarks>
internal sealed class TextFormatter(IOptions<TextFormatterOptions> options, TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "soundtime";

    private const string OwnPrefix = "SoundTime.";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture));
        textWriter.Write(NameOf(logEntry.LogLevel));
        textWriter.Write(ShortCategory(logEntry.Category));
        textWriter.Write(": ");
        WriteOnOneLine(message, textWriter);
        for (var exception = logEntry.Exception; exception is not null && !options.Value.IncludeStackTraces; exception = exception.InnerException)
        {
            textWriter.Write($" | {exception.GetType().Name}: ");
            WriteOnOneLine(exception.Message, textWriter);
        }

        textWriter.WriteLine();
        if (logEntry.Exception is not null && options.Value.IncludeStackTraces)
        {
            textWriter.WriteLine(logEntry.Exception);
        }
    }

    private static ReadOnlySpan<char> ShortCategory(string category) =>
        category.StartsWith(OwnPrefix, StringComparison.Ordinal) ? category.AsSpan(OwnPrefix.Length) : category;

    private static void WriteOnOneLine(string text, TextWriter writer)
    {
        foreach (var character in text)
        {
            writer.Write(char.IsControl(character) ? ' ' : character);
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace ",
        LogLevel.Debug => "debug ",
        LogLevel.Information => "info  ",
        LogLevel.Warning => "warn  ",
        _ => "error ",
    };
}
