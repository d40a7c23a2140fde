using System.CommandLine;
using SoundTime.Silo.Options;
using SoundTime.Wire;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime id</c>: prints the id of this node, which other nodes know it by.</summary>
internal static class IdCommand
{
    /// <param name="commandLine">Reads the options.</param>
    /// <param name="readNodeId">Reads the key file at a path and gives the id of its key.</param>
    public static Command Create(CommandLine commandLine, Func<string, NodeId> readNodeId)
    {
        var command = new Command("id", "Print the id of this node, which its friends need to reach it.");
        commandLine.Flags.AddTo(
            command,
            nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.BlobDirectory), nameof(NodeOptions.SecretKeyFile));
        command.SetAction(arguments =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            commandLine.Context.Output.WriteLine(readNodeId(options.SecretKeyFile));
            return ExitCode.Success;
        });
        return command;
    }
}
