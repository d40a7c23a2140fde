using SoundTime.Silo.Commands;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows a long work while it runs and what came of it.</summary>
/// <typeparam name="TProgress">How far it is.</typeparam>
/// <typeparam name="TReport">What came of it.</typeparam>
internal abstract class WorkDisplay<TProgress, TReport>
{
    /// <summary>The display for whoever reads: a person, a pipe, or a program.</summary>
    public static WorkDisplay<TProgress, TReport> Create(ProgramContext context, bool asJson, WorkWords<TProgress, TReport> words) =>
        asJson ? new WorkJson<TProgress, TReport>(context.Output, TimeProvider.System, words)
        : context.OutputIsTerminal ? new WorkBar<TProgress, TReport>(PlainConsole.Create(context.Output, isTerminal: true), words)
        : new WorkLines<TProgress, TReport>(context.Output, TimeProvider.System, words);

    /// <summary>Runs the work with this display and gives its report, once that is shown.</summary>
    public abstract Task<TReport> ShowAsync(Func<IProgress<TProgress>, Task<TReport>> work);
}
