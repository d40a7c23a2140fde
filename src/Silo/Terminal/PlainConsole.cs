using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>Makes consoles that colour and wrap for people, and do neither in a pipe or a file.</summary>
internal static class PlainConsole
{
    /// <summary>Columns of a pipe: wide enough that nothing wraps.</summary>
    private const int PipeWidth = 10_000;

    public static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
