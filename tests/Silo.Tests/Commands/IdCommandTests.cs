using SoundTime.Silo.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Commands;

public sealed class IdCommandTests
{
    private static readonly NodeId Id = NodeId.Parse(new string('a', 64));

    [Fact]
    public async Task The_id_of_the_key_that_the_options_name_is_printed_alone()
    {
        var path = "";
        var run = new CommandRun("/srv")
        {
            ReadNodeId = file =>
            {
                path = file;
                return Id;
            },
        };

        Assert.Equal((0, $"{Id}\n"), await PrintAsync(run, "id", "--p2p-blobs", "/big/blobs"));
        Assert.Equal("/big/secret_key", path);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_a_failure_told_in_one_line()
    {
        var run = new CommandRun("/srv") { ReadNodeId = file => throw new IOException($"{file} is not there.") };

        var (exitCode, _, errors) = await run.RunAsync("id");

        Assert.Equal(1, exitCode);
        Assert.Equal("soundtime: failed: /srv/data/p2p/secret_key is not there. Run it again with --log debug to see where.", Assert.Single(errors));
    }

    private static async Task<(int ExitCode, string Output)> PrintAsync(CommandRun run, params string[] arguments)
    {
        var (exitCode, output, _) = await run.RunAsync(arguments);
        return (exitCode, output);
    }
}
