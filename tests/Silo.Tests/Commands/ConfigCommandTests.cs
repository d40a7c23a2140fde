using System.Text.Json;
using SoundTime.Silo.Options;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_configuration_is_shown_with_the_place_each_value_came_from()
    {
        var run = Run();
        run.Environment["P2P_PORT"] = "4433";

        var (exitCode, output, errors) = await run.RunAsync("config", "--port", "81");

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Matches("PORT +81 +command line, --port", output);
        Assert.Matches("P2P_BIND_PORT +4433 +environment, P2P_PORT", output);
        Assert.Matches("LIBRARY_DIR +none +default", output);
        Assert.Equal(OptionDeclaration.All.Count + 1, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task For_machines_it_is_json()
    {
        var (_, output, _) = await Run().RunAsync("config", "--json");

        var rows = JsonDocument.Parse(output).RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!);
        Assert.Equal(OptionDeclaration.All.Select(option => option.Name), rows.Keys);
        Assert.Equal("8080", rows["PORT"].GetProperty("value").GetString());
        Assert.Equal(JsonValueKind.Null, rows["LIBRARY_DIR"].GetProperty("value").ValueKind);
        Assert.Equal("default", rows["PORT"].GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("config")]
    [InlineData("config", "--json")]
    public async Task The_token_is_said_to_be_set_and_not_shown(params string[] arguments)
    {
        var run = Run();
        run.Environment["API_TOKEN"] = "hush";

        var (_, output, _) = await run.RunAsync(arguments);

        Assert.Contains("(hidden)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checking_prints_nothing_when_all_is_well_and_the_errors_otherwise()
    {
        Assert.Equal((0, ""), await CheckAsync());

        _folder.Write("soundtime.conf", "PORT=none\n");
        Assert.Equal(
            (2, $"soundtime: PORT \"none\" ({_folder.Path}/soundtime.conf, line 1) is no port; accepted: a number from 0 to 65535, 0 for any free port"),
            await CheckAsync());
    }

    [Fact]
    public async Task A_warning_does_not_spoil_a_configuration()
    {
        var run = Run();
        run.Environment["P2P_CACHE_SIZE"] = "2 GB";

        var (exitCode, _, errors) = await run.RunAsync("config", "--check");

        Assert.Equal(0, exitCode);
        Assert.StartsWith("soundtime: warning: P2P_CACHE_SIZE (environment)", Assert.Single(errors), StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Text)> CheckAsync()
    {
        var (exitCode, output, errors) = await Run().RunAsync("config", "--check", "--data", _folder.Path);
        return (exitCode, output + string.Concat(errors));
    }

    private CommandRun Run() => new(_folder.Path);
}
