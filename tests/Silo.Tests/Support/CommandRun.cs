using SoundTime.Silo.Commands;
using SoundTime.Silo.Options;
using SoundTime.Storage;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Support;

/// <summary>Runs a command within the test, with nothing of the machine's environment.</summary>
internal sealed class CommandRun(string workingDirectory)
{
    /// <summary>Stands in for the reading of the key file.</summary>
    public Func<string, NodeId>? ReadNodeId { get; init; }

    /// <summary>Stands in for the opening of the stores.</summary>
    public Func<NodeOptions, CancellationToken, Task<IStores>>? OpenStores { get; init; }

    public Dictionary<string, string> Environment { get; } = [];

    public async Task<(int ExitCode, string Output, string[] ErrorLines)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new ProgramContext
        {
            Output = output,
            Error = error,
            OutputIsTerminal = false,
            Environment = Environment,
            WorkingDirectory = workingDirectory,
        };
        var exitCode = await new CommandLine(context, ReadNodeId, OpenStores).RunAsync(arguments, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
