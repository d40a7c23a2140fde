using Microsoft.Extensions.Logging.Console;

namespace SoundTime.Silo.Logging;

/// <summary>Options of <see cref="TextFormatter"/>.</summary>
internal sealed class TextFormatterOptions : ConsoleFormatterOptions
{
    /// <summary>Whether exceptions are written with their stack, over several lines.</summary>
    public bool IncludeStackTraces { get; set; }
}
