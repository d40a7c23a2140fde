using SoundTime.Silo.Options;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    public async Task Help_lists_every_option_with_its_name_in_the_environment_and_its_default(params string[] arguments)
    {
        var (exitCode, output, _) = await Run().RunAsync(arguments);

        Assert.Equal(0, exitCode);
        Assert.All(OptionDeclaration.All, option =>
        {
            Assert.Contains(option.Flag is null ? $"file only: {option.Name}." : $"  {option.Flag} <{option.Kind.Placeholder}>", output, StringComparison.Ordinal);
            Assert.Contains($"{option.Description} Accepts {option.Kind.Accepts}. [{option.Name}; default: {option.DefaultText}]", output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_is_wrong_with_arguments_and_with_values_is_told_together()
    {
        var run = Run();
        run.Environment["PORT"] = "x";

        var (exitCode, output, errors) = await run.RunAsync("--librari", "/music", "--max-upload", "--p2p-port", "y");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("soundtime: --librari is no option; did you mean --library?", errors);
        Assert.Contains(errors, error => error.StartsWith("soundtime: PORT \"x\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_value_of_a_flag_that_does_not_exist_is_not_repeated_as_it_may_be_a_secret()
    {
        var (exitCode, _, errors) = await Run().RunAsync("--api-token", "hush");

        Assert.Equal((2, "soundtime: --api-token is no option; the options are in: soundtime --help"), (exitCode, Assert.Single(errors)));
    }

    [Fact]
    public async Task A_flag_given_twice_is_an_error() =>
        Assert.Equal(2, (await Run().RunAsync("config", "--port", "1", "--port", "2")).ExitCode);

    [Fact]
    public async Task A_flag_before_the_command_counts_as_well()
    {
        var (_, output, _) = await Run().RunAsync("--port", "81", "config");

        Assert.Matches("PORT +81 +command line, --port", output);
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        _folder.Write("arguments", "config");

        Assert.Equal(2, (await Run().RunAsync($"@{_folder.Path}/arguments")).ExitCode);
    }

    private CommandRun Run() => new(_folder.Path);
}
