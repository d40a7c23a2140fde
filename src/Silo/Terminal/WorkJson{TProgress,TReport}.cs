using System.Text.Json;
using System.Text.Json.Serialization;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows a long work to a program: one JSON object a line, <c>progress</c> at most once a second, <c>report</c> at the end.</summary>
internal sealed class WorkJson<TProgress, TReport>(TextWriter output, TimeProvider time, WorkWords<TProgress, TReport> words) : WorkDisplay<TProgress, TReport>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public override async Task<TReport> ShowAsync(Func<IProgress<TProgress>, Task<TReport>> work)
    {
        var report = await work(new WorkPace<TProgress>(Interval, time, progress => Write(words.ToJson(progress))));
        Write(words.ToJson(report));
        return report;
    }

    private void Write(object line)
    {
        output.WriteLine(JsonSerializer.Serialize(line, Format));
        output.Flush();
    }
}
