using System.Text.Json;
using SoundTime.Silo.Commands;
using SoundTime.Silo.Terminal;

namespace SoundTime.Silo.Tests.Terminal;

public sealed class SearchDisplayTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly StringWriter _output = new();

    private static JsonElement OfPeers { get; } = JsonElement.Parse(
        $$"""{"hash":"{{Hash}}","title":"T\u001b[31m[b]\tit","artist_name":"A","album_title":null,"duration_secs":3725.5,"format":"flac","local":false,"holders":["{{new string('b', 64)}}","c"]}""");

    private static JsonElement OfCatalogue { get; } =
        JsonElement.Parse($$"""{"id":"1","hash":"{{Hash}}","title":"T","duration_secs":59.9,"format":"mp3","local":true}""");

    public void Dispose() => _output.Dispose();

    [Fact]
    public void In_a_pipe_each_track_is_a_line_whatever_its_names_hold()
    {
        Display(isTerminal: false).Show([OfPeers, OfCatalogue]);

        Assert.Equal($"T?[31m[b]?it\tA\t\t1:02:05\tflac\tbbbbbbbb +1\t{Hash}\nT\t\t\t0:59\tmp3\there\t{Hash}\n", _output.ToString());
    }

    [Fact]
    public void On_a_terminal_a_table_grows_under_one_head_and_names_are_no_commands_of_it()
    {
        var display = Display(isTerminal: true);
        display.Show([OfPeers]);
        display.Show([]);
        display.Show([OfCatalogue]);

        var text = _output.ToString();
        Assert.Equal(2, text.Split("TITLE").Length);
        Assert.Contains("1:02:05", text, StringComparison.Ordinal);
        Assert.Contains("here", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[31m[b]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void For_programs_each_track_is_a_line_as_the_node_gave_it()
    {
        Display(isTerminal: false, asJson: true).Show([OfCatalogue, OfCatalogue]);

        Assert.Equal([OfCatalogue.GetRawText(), OfCatalogue.GetRawText()], _output.ToString().TrimEnd().Split('\n'));
    }

    private SearchDisplay Display(bool isTerminal, bool asJson = false)
    {
        var context = new ProgramContext
        {
            Output = _output,
            Error = _output,
            OutputIsTerminal = isTerminal,
            Environment = new Dictionary<string, string>(),
            WorkingDirectory = "",
        };
        return SearchDisplay.Create(context, asJson);
    }
}
