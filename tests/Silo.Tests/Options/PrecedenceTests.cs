using SoundTime.Silo.Options;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Options;

public sealed class PrecedenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        _folder.Write("soundtime.conf", "PORT=1\nP2P_PORT=1\nMAX_UPLOAD_SIZE=1\n");
        var result = Read().WithEnvironment("PORT", "2").WithEnvironment("P2P_PORT", "2").WithFlag("--port", "3").Read();

        Assert.Equal((3, 2, 1L), (result.Options!.Port, result.Options.PeerPort, result.Options.MaxUploadBytes));
        Assert.Equal("command line, --port", SourceOf(result, "PORT").Text);
        Assert.Equal("environment, P2P_PORT", SourceOf(result, "P2P_BIND_PORT").Text);
        Assert.Equal($"{_folder.Path}/soundtime.conf, line 3", SourceOf(result, "MAX_UPLOAD_SIZE").Text);
        Assert.Equal("default", SourceOf(result, "HOST").Text);
    }

    [Fact]
    public void The_bind_port_wins_over_the_other_name_of_the_same_option() =>
        Assert.Equal(2, Read().WithEnvironment("P2P_PORT", "1").WithEnvironment("P2P_BIND_PORT", "2").Options().PeerPort);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_value_of_the_environment_counts_as_not_set(string empty)
    {
        _folder.Write("soundtime.conf", "PORT=1\nHOST=\n");

        var options = Read().WithEnvironment("PORT", empty).Options();

        Assert.Equal(1, options.Port);
        Assert.Equal("127.0.0.1", options.Host.ToString());
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        _folder.Write("soundtime.conf", "# our node\n\nP2P_ENABLED=maybe\nPROT=1\nnonsense\n");

        var result = Read().WithFlag("--port", "x").WithEnvironment("LOG", "loud").Read();

        Assert.Null(result.Options);
        Assert.Collection(
            result.Errors.Select(error => error.ToString()).Order(StringComparer.Ordinal),
            error => Assert.Equal($"{_folder.Path}/soundtime.conf, line 5 sets nothing; accepted: NAME=value, or a comment that begins with #", error),
            error => Assert.StartsWith("LOG \"loud\" (environment, LOG)", error, StringComparison.Ordinal),
            error => Assert.StartsWith($"P2P_ENABLED \"maybe\" ({_folder.Path}/soundtime.conf, line 3)", error, StringComparison.Ordinal),
            error => Assert.StartsWith("PORT \"x\" (command line, --port)", error, StringComparison.Ordinal),
            error => Assert.Equal($"PROT ({_folder.Path}/soundtime.conf, line 4) is no option; did you mean PORT?", error));
    }

    [Fact]
    public void An_error_is_told_once_even_when_defaults_are_made_from_the_value() =>
        Assert.StartsWith("DATA_DIR", new Reading("/srv").WithFlag("--data", "\0").OnlyError(), StringComparison.Ordinal);

    [Fact]
    public void Unknown_peer_names_in_the_environment_are_only_warned_of()
    {
        var result = Read().WithEnvironment("P2P_SEED_PEER", "x").WithEnvironment("PATH", "/bin").Read();

        Assert.NotNull(result.Options);
        Assert.Equal("P2P_SEED_PEER (environment) is no option of this program and does nothing; did you mean P2P_SEED_PEERS?", Assert.Single(result.Warnings));
    }

    private Reading Read() => new Reading("/srv").WithFlag("--data", _folder.Path);

    private static OptionSource SourceOf(OptionsResult result, string name) => result.Settings.Single(setting => setting.Option.Name == name).Source;
}
