using SoundTime.Api;
using SoundTime.Iroh.LocalDiscovery;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether nodes on the local network can hear each other.</summary>
/// <param name="discovery">What listens; null where the admin does not want it.</param>
internal sealed class LocalDiscoveryCheck(LocalDiscovery? discovery) : IConnectionCheck
{
    /// <inheritdoc/>
    public string Name => "local network";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) =>
        Task.FromResult(discovery is null ? [Of(FindingState.Unknown, "Local discovery is switched off.", "P2P_LOCAL_DISCOVERY=true switches it on.")] : Describe(discovery.Status));

    private IReadOnlyList<Finding> Describe(LocalDiscoveryStatus status)
    {
        if (status.Problems.Count > 0)
        {
            return [.. status.Problems.Select(problem => Of(
                status.Interfaces.Count > 0 ? FindingState.Warning : FindingState.Failed, problem, "Mend that, or switch it off with P2P_LOCAL_DISCOVERY=false."))];
        }

        return [status switch
        {
            { Nodes: > 0 } => Of(FindingState.Ok, $"Listens {status}."),
            { MessagesHeard: > 0 } => Of(FindingState.Ok, $"Listens {status}. No other node is there now."),
            _ => Of(
                FindingState.Unknown,
                $"Listens {status}. Nothing was heard.",
                "If another node is on this network, look whether the switch or access point passes multicast (UDP 5353) on."),
        }];
    }

    private Finding Of(FindingState state, string text, string? advice = null) => new(Name, null, state, text, advice);
}
