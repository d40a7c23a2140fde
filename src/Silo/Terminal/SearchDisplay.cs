using System.Text.Json;
using SoundTime.Silo.Commands;
using SoundTime.Silo.Remote;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows tracks that were found, as they come.</summary>
internal abstract class SearchDisplay
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The display for whoever reads: a person, a pipe, or a program.</summary>
    public static SearchDisplay Create(ProgramContext context, bool asJson) =>
        asJson ? new SearchJson(context.Output)
        : context.OutputIsTerminal ? new SearchTable(PlainConsole.Create(context.Output, isTerminal: true))
        : new SearchLines(context.Output);

    /// <summary>Shows more of them.</summary>
    public abstract void Show(IReadOnlyList<JsonElement> tracks);

    /// <summary>Reads a track as the API writes it.</summary>
    protected static FoundTrack Read(JsonElement track) => track.Deserialize<FoundTrack>(Format)!;

    /// <summary>Who has it, in a few characters.</summary>
    protected static string PlaceOf(FoundTrack track) => track switch
    {
        { Local: true } => "here",
        { Holders: [var only] } => ShortOf(only),
        { Holders: { Count: > 1 } holders } => $"{ShortOf(holders[0])} +{holders.Count - 1}",
        _ => "peers",
    };

    /// <summary>Minutes and seconds, or hours before them.</summary>
    protected static string DurationOf(FoundTrack track)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(track.DurationSecs, 0, (float)TimeSpan.FromDays(99).TotalSeconds));
        return time < TimeSpan.FromHours(1) ? $"{time.Minutes}:{time.Seconds:00}" : $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}";
    }

    private static string ShortOf(string id) => OneLine.Of(id.Length > 8 ? id[..8] : id);
}
