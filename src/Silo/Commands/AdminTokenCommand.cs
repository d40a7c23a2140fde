using System.CommandLine;
using SoundTime.Api;
using SoundTime.Silo.Options;
using SoundTime.Storage;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime admin-token</c>: makes a new token for the admin API, which counts at once, in a running node too.</summary>
internal static class AdminTokenCommand
{
    /// <param name="commandLine">Reads the options.</param>
    /// <param name="openStores">Opens the stores of the node.</param>
    public static Command Create(CommandLine commandLine, Func<NodeOptions, CancellationToken, Task<IStores>> openStores)
    {
        var command = new Command("admin-token", "Make a new token for the admin API and print it. The one before it does not count any more; a running node need not be restarted.");
        commandLine.Flags.AddTo(
            command,
            nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.LogLevels), nameof(NodeOptions.LogFormat));
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            if (options.AdminToken is not null)
            {
                commandLine.Context.Tell("ADMIN_TOKEN is set, and counts in place of any other token; change it there, or unset it first.");
                return ExitCode.Configuration;
            }

            await using var stores = await openStores(options, cancellationToken);
            commandLine.Context.Output.WriteLine(await new AdminTokenStore(stores.Settings).ReplaceAsync(cancellationToken));
            return ExitCode.Success;
        });
        return command;
    }
}
