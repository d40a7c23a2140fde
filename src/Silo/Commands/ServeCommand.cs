using System.CommandLine;
using SoundTime.Silo.Hosting;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime serve</c>: runs the node until it is asked to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(string name, CommandLine commandLine)
    {
        var command = new Command(name, "Run the node until it is asked to stop. This is the command when none is given.");
        Configure(command, commandLine);
        return command;
    }

    /// <summary>Makes a command serve.</summary>
    public static void Configure(Command command, CommandLine commandLine)
    {
        commandLine.Flags.AddAllTo(command);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            await NodeHost.RunAsync(options, commandLine.Context, cancellationToken);
            return ExitCode.Success;
        });
    }
}
