using System.CommandLine;
using System.Text.Json;
using SoundTime.Api;
using SoundTime.Silo.Options;
using SoundTime.Silo.Remote;
using SoundTime.Silo.Terminal;
using SoundTime.Wire;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime doctor</c>: finds out how this node stands with others, and says what to do where something is wrong.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <param name="commandLine">Reads the options.</param>
    /// <param name="examineStopped">Looks at what can be looked at while the node does not run.</param>
    public static Command Create(CommandLine commandLine, Func<NodeOptions, CancellationToken, Task<DoctorReport>> examineStopped)
    {
        var peer = new Argument<string?>("peer") { Description = "The id of the only peer to look at; without it, those that are known.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("doctor", "Find out how this node stands with others: exit code 1 if no other node can reach it, 0 otherwise.") { peer, json };
        commandLine.Flags.AddTo(
            command,
            nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.Host), nameof(NodeOptions.Port),
            nameof(NodeOptions.BlobDirectory), nameof(NodeOptions.SecretKeyFile), nameof(NodeOptions.PeerPort), nameof(NodeOptions.Relays),
            nameof(NodeOptions.PkarrUrls), nameof(NodeOptions.DnsOrigins), nameof(NodeOptions.StunServers), nameof(NodeOptions.LocalDiscovery));
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            var named = arguments.GetValue(peer);
            if (named is not null && !NodeId.TryParse(named, out _))
            {
                commandLine.Context.Tell($"\"{named}\" is no node id; accepted: 64 hex digits.");
                return ExitCode.Configuration;
            }

            var report = await ExamineAsync(options, named, examineStopped, cancellationToken);
            if (arguments.GetValue(json))
            {
                commandLine.Context.Output.WriteLine(JsonSerializer.Serialize(DoctorReportBody.Of(report), Json));
            }
            else
            {
                DoctorTable.Write(report, commandLine.Context.Output, commandLine.Context.OutputIsTerminal);
            }

            return report.CanBeReached ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<DoctorReport> ExamineAsync(
        NodeOptions options, string? peer, Func<NodeOptions, CancellationToken, Task<DoctorReport>> examineStopped, CancellationToken cancellationToken)
    {
        try
        {
            using var node = NodeClient.Of(options);
            var query = peer is null ? "" : $"?peer={peer}";
            return (await node.GetAsync<DoctorReportBody>($"/api/admin/p2p/doctor{query}", cancellationToken)).ToReport();
        }
        catch (NodeRequestException exception) when (exception.Reason == NodeRequestFailure.NotRunning)
        {
            return await examineStopped(options, cancellationToken);
        }
    }
}
