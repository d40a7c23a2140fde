using System.Text.Json;
using System.Text.Json.Serialization;
using SoundTime.Import;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows an import to a program: one JSON object a line, <c>progress</c> at most once a second, <c>report</c> at the end.</summary>
internal sealed class ImportJson(TextWriter output, TimeProvider time) : ImportDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public override async Task<ImportReport> ShowAsync(Func<IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        var report = await import(new ImportPace(Interval, time, progress => Write(new
        {
            Type = "progress",
            progress.Done,
            progress.Failed,
            progress.Known,
            progress.IsCounted,
            progress.CurrentPath,
            progress.FilesPerSecond,
            SecondsLeft = progress.TimeLeft?.TotalSeconds,
        })));
        Write(new
        {
            Type = "report",
            report.Imported,
            report.Unchanged,
            report.Failed,
            Seconds = report.Elapsed.TotalSeconds,
            report.Failures,
        });
        return report;
    }

    private void Write(object line)
    {
        output.WriteLine(JsonSerializer.Serialize(line, Format));
        output.Flush();
    }
}
