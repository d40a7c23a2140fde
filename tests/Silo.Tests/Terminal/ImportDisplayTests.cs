using System.Text.Json;
using SoundTime.Import;
using SoundTime.Silo.Commands;
using SoundTime.Silo.Terminal;

namespace SoundTime.Silo.Tests.Terminal;

public sealed class ImportDisplayTests : IDisposable
{
    private static readonly ImportProgress Halfway = new(1200, 3, 2400, true, "/music/a.ogg", 34.56, TimeSpan.FromSeconds(35));
    private static readonly FailedFile Broken = new("/music/ev\nil[1].mp3", ImportFailure.NotAudio, "It is no audio.");

    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Progress_is_told_with_counts_rate_and_time_left() =>
        Assert.Equal("1 200 of 2 400 files, 3 failed, 34.6 a second, 35 s left", new ImportWords().Describe(Halfway).Text);

    [Fact]
    public void While_counting_goes_on_no_total_and_no_time_left_are_promised() =>
        Assert.Equal("10 of at least 25 files, 0 a second", new ImportWords().Describe(new ImportProgress(10, 0, 25, false, null, 0, null)).Text);

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(89, "89 s")]
    [InlineData(125, "2 min")]
    [InlineData(9000, "2.5 h")]
    public void Times_are_told_in_one_unit(double seconds, string text) => Assert.Equal(text, Quantity.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Progress_is_shown_no_more_often_than_asked_for()
    {
        var time = new ManualClock();
        var shown = new List<long>();
        var pace = new WorkPace<ImportProgress>(TimeSpan.FromSeconds(10), time, progress => shown.Add(progress.Done));

        foreach (var done in Enumerable.Range(1, 25))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            pace.Report(Halfway with { Done = done });
        }

        Assert.Equal([10, 20], shown);
    }

    [Fact]
    public async Task In_a_pipe_the_end_is_a_line_and_a_table_of_what_failed()
    {
        await ShowAsync(asJson: false, new ImportReport(5, 2, 1, [Broken], TimeSpan.FromSeconds(12)));

        Assert.Equal(
            ["5 imported, 2 unchanged, 1 failed, in 12 s", "", "FILE                NOT IMPORTED BECAUSE", "/music/ev?il[1].mp3 It is no audio.", ""],
            _output.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Failures_beyond_the_table_are_counted()
    {
        await ShowAsync(asJson: false, new ImportReport(0, 0, 1500, [.. Enumerable.Repeat(Broken, 1000)], TimeSpan.FromSeconds(12)));

        Assert.EndsWith("and 1 400 more; --json lists up to 1 000\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_machines_the_report_is_a_line_of_json()
    {
        await ShowAsync(asJson: true, new ImportReport(5, 2, 1, [Broken], TimeSpan.FromSeconds(12)));

        var report = JsonDocument.Parse(Assert.Single(_output.ToString().TrimEnd('\n').Split('\n'))).RootElement;
        Assert.Equal("report", report.GetProperty("type").GetString());
        Assert.Equal((5, 2, 1), (report.GetProperty("imported").GetInt32(), report.GetProperty("unchanged").GetInt32(), report.GetProperty("failed").GetInt32()));
        Assert.Equal("notAudio", report.GetProperty("failures")[0].GetProperty("reason").GetString());
        Assert.Equal(Broken.Path, report.GetProperty("failures")[0].GetProperty("path").GetString());
    }

    private async Task ShowAsync(bool asJson, ImportReport report)
    {
        var context = new ProgramContext
        {
            Output = _output,
            Error = TextWriter.Null,
            OutputIsTerminal = false,
            Environment = new Dictionary<string, string>(),
            WorkingDirectory = "/srv",
        };
        var shown = await WorkDisplay<ImportProgress, ImportReport>.Create(context, asJson, new ImportWords()).ShowAsync(progress =>
        {
            progress.Report(Halfway);
            return Task.FromResult(report);
        });
        Assert.Same(report, shown);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
