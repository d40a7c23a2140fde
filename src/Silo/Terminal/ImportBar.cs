using SoundTime.Import;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows an import to a person at a terminal: a bar, how it goes, and the file in hand.</summary>
internal sealed class ImportBar(IAnsiConsole console) : ImportDisplay
{
    private const int BarWidth = 24;

    /// <summary>Fewer columns than this for the name of the file say nothing.</summary>
    private const int MinNameLength = 12;

    public override async Task<ImportReport> ShowAsync(Func<IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        var report = await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context =>
            {
                var bar = context.AddTask("Looking for music", maxValue: 1);
                bar.IsIndeterminate = true;
                return import(new ImportPace(TimeSpan.Zero, TimeProvider.System, progress => Show(bar, progress)));
            });
        ImportSummary.Write(report, console);
        return report;
    }

    private void Show(ProgressTask bar, ImportProgress progress)
    {
        bar.IsIndeterminate = !progress.IsCounted;
        bar.MaxValue = Math.Max(progress.Known, 1);
        bar.Value = progress.Done;
        var text = ImportText.Of(progress);
        bar.Description = Markup.Escape($"{text}  {ShortName(progress.CurrentPath, console.Profile.Width - BarWidth - text.Length - 6)}");
    }

    private static string ShortName(string? path, int columns)
    {
        var name = string.Concat(Path.GetFileName(path ?? "").Where(character => !char.IsControl(character)));
        return name.Length <= columns ? name : columns < MinNameLength ? "" : $"{name[..(columns - 1)]}…";
    }
}
