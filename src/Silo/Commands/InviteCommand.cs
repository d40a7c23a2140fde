using System.CommandLine;
using System.Text.Json;
using SoundTime.Api;
using SoundTime.Silo.Options;
using SoundTime.Silo.Remote;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime invite</c>: prints a ticket with which a friend's node reaches this one.</summary>
internal static class InviteCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(CommandLine commandLine)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("invite", "Print a ticket for a friend, who gives it to soundtime join: it says who the running node is and where it is reached.") { json };
        commandLine.Flags.AddTo(
            command, nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.Host), nameof(NodeOptions.Port));
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            using var node = NodeClient.Of(options);
            var invitation = await node.GetAsync<InvitationBody>("/api/admin/p2p/invitation", cancellationToken);
            Write(invitation, arguments.GetValue(json), commandLine.Context);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The ticket alone on standard output, so that it can be piped on; what a person may want to know beside it.</summary>
    private static void Write(InvitationBody invitation, bool asJson, ProgramContext context)
    {
        if (asJson)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(invitation, Json));
            return;
        }

        context.Output.WriteLine(invitation.Ticket);
        if (invitation.Places.Count == 0)
        {
            context.Tell("no relay and no address is known yet: your friend's node has to look this one up by its id. soundtime doctor says whether it can.");
        }
        else if (context.OutputIsTerminal)
        {
            context.Tell($"it names {string.Join(", ", invitation.Places)}. Your friend runs: soundtime join <ticket>");
        }
    }
}
