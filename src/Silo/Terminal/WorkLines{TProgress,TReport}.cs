namespace SoundTime.Silo.Terminal;

/// <summary>Shows a long work as plain lines, a few a minute.</summary>
internal sealed class WorkLines<TProgress, TReport>(TextWriter output, TimeProvider time, WorkWords<TProgress, TReport> words) : WorkDisplay<TProgress, TReport>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override async Task<TReport> ShowAsync(Func<IProgress<TProgress>, Task<TReport>> work)
    {
        var report = await work(new WorkPace<TProgress>(Interval, time, progress => output.WriteLine(words.Describe(progress).Text)));
        words.WriteSummary(report, PlainConsole.Create(output, isTerminal: false));
        return report;
    }
}
