using System.CommandLine;
using SoundTime.Silo.Options;
using SoundTime.Silo.Remote;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime join</c>: adds a friend's node to the peers of the running one.</summary>
internal static class JoinCommand
{
    public static Command Create(CommandLine commandLine)
    {
        var peer = new Argument<string>("peer") { Description = "A ticket, a node id, or <node id>@place[,place] with host:port or the URL of a relay for a place." };
        var command = new Command("join", "Add a friend's node to the peers of the running one, which keeps it for good and asks it at once.") { peer };
        commandLine.Flags.AddTo(
            command, nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.Host), nameof(NodeOptions.Port));
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            var text = arguments.GetValue(peer)!;
            try
            {
                PeerAddressFormat.Parse(text);
            }
            catch (FormatException failure)
            {
                commandLine.Context.Tell($"the peer {failure.Message}; accepted: a ticket, a node id, or <node id>@place[,place].");
                return ExitCode.Configuration;
            }

            using var node = NodeClient.Of(options);
            var answer = await node.PostAsync<Dictionary<string, string>>("/api/admin/p2p/peers", new { NodeId = text }, cancellationToken);
            commandLine.Context.Output.WriteLine(answer["message"]);
            return ExitCode.Success;
        });
        return command;
    }
}
