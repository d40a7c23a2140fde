using System.Text.Json;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows tracks in a pipe: one a line, with tabs between title, artist, album, duration, format, who has it, and hash.</summary>
internal sealed class SearchLines(TextWriter output) : SearchDisplay
{
    public override void Show(IReadOnlyList<JsonElement> tracks)
    {
        foreach (var track in tracks.Select(Read))
        {
            string[] fields = [track.Title, track.ArtistName ?? "", track.AlbumTitle ?? "", DurationOf(track), track.Format, PlaceOf(track), track.Hash];
            output.WriteLine(string.Join('\t', fields.Select(OneLine.Of)));
        }

        output.Flush();
    }
}
