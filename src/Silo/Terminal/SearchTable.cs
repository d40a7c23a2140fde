using System.Text.Json;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows tracks to a person: a table that grows. Its columns are of one width from the start, as nobody knows what comes.</summary>
internal sealed class SearchTable(IAnsiConsole console) : SearchDisplay
{
    private const int DurationWidth = 8;
    private const int FormatWidth = 6;
    private const int PlaceWidth = 13;

    /// <summary>Between columns, in all.</summary>
    private const int Spaces = 12;

    private const int LeastNameWidth = 8;

    private bool _hasHeader;

    public override void Show(IReadOnlyList<JsonElement> tracks)
    {
        if (tracks.Count == 0)
        {
            return;
        }

        var name = Math.Max(LeastNameWidth, (console.Profile.Width - DurationWidth - FormatWidth - PlaceWidth - Spaces) / 3);
        var table = new Table { ShowHeaders = !_hasHeader }.NoBorder();
        table.AddColumns(
            Column("TITLE", name), Column("ARTIST", name), Column("ALBUM", name),
            Column("TIME", DurationWidth).RightAligned(), Column("FORMAT", FormatWidth), Column("AT", PlaceWidth));
        foreach (var track in tracks.Select(Read))
        {
            table.AddRow(
                [.. new[] { track.Title, track.ArtistName ?? "", track.AlbumTitle ?? "", DurationOf(track), track.Format, PlaceOf(track) }.Select(Cell)]);
        }

        console.Write(table);
        _hasHeader = true;
    }

    private static TableColumn Column(string title, int width) => new TableColumn(title).Width(width);

    private static Text Cell(string text) => new(OneLine.Of(text)) { Overflow = Overflow.Ellipsis };
}
