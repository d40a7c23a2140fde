using System.Globalization;
using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Iroh.Relays;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether a relay is there, and how this node stands with it.</summary>
/// <param name="relay">Which.</param>
/// <param name="probes">Asks it over HTTP, as every client can.</param>
/// <param name="endpoint">The running node's; null where none runs.</param>
internal sealed class RelayCheck(RelayUrl relay, HostProbes probes, IrohEndpoint? endpoint) : IConnectionCheck
{
    /// <inheritdoc/>
    public string Name => "relay";

    /// <summary>What is asked of a relay (iroh sheet, section 3.5).</summary>
    public static Uri PingUrlOf(RelayUrl relay) => new(relay.Uri, RelayProtocol.PingPath);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var answer = await probes.AskAsync(PingUrlOf(relay), cancellationToken);
        return [Describe(endpoint?.Relays.FirstOrDefault(status => status.Url == relay), answer)];
    }

    private Finding Describe(RelayStatus? status, HostAnswer answer) => status switch
    {
        { State: RelayState.Connected } => Of(
            FindingState.Ok, status.IsHome ? $"Connected, as the home of this node{Millis(status.Latency)}." : $"Connected{Millis(status.Latency)}."),
        { State: RelayState.Denied } => Of(
            FindingState.Failed, $"It does not let this node in: {status.Problem}", "Ask whoever runs it for a token, and set P2P_RELAY_URLS to https://token@host/ with it."),
        _ when answer.Problem is { } problem => Of(
            FindingState.Failed, $"It cannot be reached: {problem}", $"Check that this machine reaches {relay.Uri.Authority} over TCP, and that the URL is right; other relays go on without it."),
        { State: RelayState.Connecting } => Of(
            FindingState.Warning, $"It answers{Millis(answer.RoundTrip)}, but is not connected: {status.Problem ?? "it is being connected to."}", "Look again in a moment; if it stays so, a proxy or firewall lets no WebSocket through."),
        { State: RelayState.Unused } => Of(FindingState.Ok, $"It answers{Millis(answer.RoundTrip ?? status.Latency)}, and is not needed now."),
        _ => Of(FindingState.Ok, $"It answers{Millis(answer.RoundTrip)}."),
    };

    private static string Millis(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $", {known.TotalMilliseconds:0} ms away") : "";

    private Finding Of(FindingState state, string text, string? advice = null) => new(Name, relay.Text, state, text, advice);
}
