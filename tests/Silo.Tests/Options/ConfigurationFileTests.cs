using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Options;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Spaces_and_quotes_around_a_value_do_not_count_and_a_hash_in_it_does()
    {
        _folder.Write("soundtime.conf", "  PORT = 81  \r\nAPI_TOKEN=\"a#b=c\"\n");

        var options = new Reading("/srv").WithFlag("--data", _folder.Path).Options();

        Assert.Equal((81, "a#b=c"), (options.Port, options.ApiToken));
    }

    [Fact]
    public void Relative_paths_in_a_file_start_from_its_folder()
    {
        var file = _folder.Write("node.conf", "DATA_DIR=state\n");

        Assert.Equal(Path.Combine(_folder.Path, "state"), new Reading("/srv").WithEnvironment("SOUNDTIME_CONFIG", file).Options().DataDirectory);
    }

    [Fact]
    public void A_file_in_the_data_folder_cannot_move_the_data_folder()
    {
        _folder.Write("soundtime.conf", "DATA_DIR=/elsewhere\n");

        Assert.Contains("cannot move the folder", new Reading("/srv").WithFlag("--data", _folder.Path).OnlyError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_set_twice_is_an_error_that_names_both_lines()
    {
        _folder.Write("soundtime.conf", "PORT=1\n\nPORT=2\n");

        var error = new Reading("/srv").WithFlag("--data", _folder.Path).OnlyError();

        Assert.Equal($"{_folder.Path}/soundtime.conf, line 3 sets PORT again after line 1; keep one of the two", error);
    }

    [Fact]
    public void The_file_cannot_name_another_file()
    {
        _folder.Write("soundtime.conf", "SOUNDTIME_CONFIG=/etc/other.conf\n");

        Assert.StartsWith("SOUNDTIME_CONFIG", new Reading("/srv").WithFlag("--data", _folder.Path).OnlyError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_says_nothing_is_not_repeated_as_it_may_hold_a_secret()
    {
        _folder.Write("soundtime.conf", "API_TOKEN hush\n");

        Assert.DoesNotContain("hush", new Reading("/srv").WithFlag("--data", _folder.Path).OnlyError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_far_too_large_for_a_configuration_is_not_read()
    {
        var file = _folder.Write("large.conf", new string('#', (1024 * 1024) + 1));

        Assert.Contains("larger than 1 MB", new Reading("/srv").WithFlag("--config", file).OnlyError(), StringComparison.Ordinal);
    }
}
