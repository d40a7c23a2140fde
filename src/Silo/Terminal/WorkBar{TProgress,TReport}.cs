using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows a long work to a person at a terminal: a bar, how it goes, and the file in hand.</summary>
internal sealed class WorkBar<TProgress, TReport>(IAnsiConsole console, WorkWords<TProgress, TReport> words) : WorkDisplay<TProgress, TReport>
{
    private const int BarWidth = 24;

    /// <summary>Fewer columns than this for the name of the file say nothing.</summary>
    private const int MinNameLength = 12;

    public override async Task<TReport> ShowAsync(Func<IProgress<TProgress>, Task<TReport>> work)
    {
        var report = await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context =>
            {
                var bar = context.AddTask(words.Beginning, maxValue: 1);
                bar.IsIndeterminate = true;
                return work(new WorkPace<TProgress>(TimeSpan.Zero, TimeProvider.System, progress => Show(bar, words.Describe(progress))));
            });
        words.WriteSummary(report, console);
        return report;
    }

    private void Show(ProgressTask bar, WorkState state)
    {
        bar.IsIndeterminate = state.Total is null;
        bar.MaxValue = Math.Max(state.Total ?? state.Done, 1);
        bar.Value = state.Done;
        bar.Description = Markup.Escape($"{state.Text}  {ShortName(state.CurrentPath, console.Profile.Width - BarWidth - state.Text.Length - 6)}");
    }

    private static string ShortName(string? path, int columns)
    {
        var name = string.Concat(Path.GetFileName(path ?? "").Where(character => !char.IsControl(character)));
        return name.Length <= columns ? name : columns < MinNameLength ? "" : $"{name[..(columns - 1)]}…";
    }
}
