using SoundTime.Import;
using SoundTime.Silo.Commands;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows an import while it runs and what came of it.</summary>
internal abstract class ImportDisplay
{
    /// <summary>The display for whoever reads: a person, a pipe, or a program.</summary>
    public static ImportDisplay Create(ProgramContext context, bool asJson) =>
        asJson ? new ImportJson(context.Output, TimeProvider.System)
        : context.OutputIsTerminal ? new ImportBar(PlainConsole.Create(context.Output, isTerminal: true))
        : new ImportLines(context.Output, TimeProvider.System);

    /// <summary>Runs an import with this display and gives its report, once that is shown.</summary>
    public abstract Task<ImportReport> ShowAsync(Func<IProgress<ImportProgress>, Task<ImportReport>> import);
}
