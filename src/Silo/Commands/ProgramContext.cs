using System.Collections;
using SoundTime.Silo.Logging;

namespace SoundTime.Silo.Commands;

/// <summary>What the process lives in: its streams, environment and working folder.</summary>
internal sealed class ProgramContext
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Output"/> goes to a person's terminal.</summary>
    public required bool OutputIsTerminal { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The levels asked for, once the options are read. With debug, failures are told with their stack.</summary>
    public LogLevels? LogLevels { get; set; }

    /// <summary>The real ones.</summary>
    public static ProgramContext OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        OutputIsTerminal = !Console.IsOutputRedirected,
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        WorkingDirectory = System.Environment.CurrentDirectory,
    };

    /// <summary>Tells the admin something on standard error, in one line.</summary>
    public void Tell(string line) => Error.WriteLine($"soundtime: {line}");
}
