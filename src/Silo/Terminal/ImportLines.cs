using SoundTime.Import;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows an import as plain lines, a few a minute.</summary>
internal sealed class ImportLines(TextWriter output, TimeProvider time) : ImportDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override async Task<ImportReport> ShowAsync(Func<IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        var report = await import(new ImportPace(Interval, time, progress => output.WriteLine(ImportText.Of(progress))));
        ImportSummary.Write(report, PlainConsole.Create(output, isTerminal: false));
        return report;
    }
}
