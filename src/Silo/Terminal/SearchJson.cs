using System.Text.Json;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows tracks to a program: each as the API writes it, one a line.</summary>
internal sealed class SearchJson(TextWriter output) : SearchDisplay
{
    public override void Show(IReadOnlyList<JsonElement> tracks)
    {
        foreach (var track in tracks)
        {
            output.WriteLine(JsonSerializer.Serialize(track));
        }

        output.Flush();
    }
}
