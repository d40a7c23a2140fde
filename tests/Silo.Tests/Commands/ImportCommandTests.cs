using System.Text.Json;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_fails_is_listed_and_makes_the_exit_code_1()
    {
        _folder.Write("noise.ogg", "no music");

        var (exitCode, output, errors) = await RunAsync("import", "noise.ogg");

        Assert.Equal(1, exitCode);
        Assert.Empty(errors);
        Assert.StartsWith("0 imported, 0 unchanged, 1 failed", output, StringComparison.Ordinal);
        Assert.Contains($"{_folder.Path}/noise.ogg", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_music_is_no_failure()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        var (exitCode, output, _) = await RunAsync("import", "empty", "--json");

        Assert.Equal(0, exitCode);
        Assert.Equal("report", JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]).RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Without_a_path_nothing_is_imported()
    {
        var (exitCode, _, errors) = await RunAsync("import");

        Assert.Equal((2, "soundtime: Required argument missing for command: 'import'."), (exitCode, Assert.Single(errors)));
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_told_before_anything_is_imported()
    {
        _folder.Write("noise.ogg", "no music");

        var (exitCode, output, errors) = await RunAsync("import", "noise.ogg", "nowhere");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal($"soundtime: {_folder.Path}/nowhere does not exist; name files and folders of music.", Assert.Single(errors));
    }

    private Task<(int ExitCode, string Output, string[] ErrorLines)> RunAsync(params string[] arguments) => new CommandRun(_folder.Path).RunAsync(arguments);
}
