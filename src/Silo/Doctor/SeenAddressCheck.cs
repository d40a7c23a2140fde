using System.Net;
using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Silo.Discovery;

namespace SoundTime.Silo.Doctor;

/// <summary>Under which address others see this node, as STUN servers say.</summary>
/// <param name="own">Where this node is.</param>
/// <param name="servers">Who is asked.</param>
internal sealed class SeenAddressCheck(OwnAddress own, IReadOnlyList<NodeHost> servers) : IConnectionCheck
{
    /// <inheritdoc/>
    public string Name => "seen as";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([Look()]);

    private Finding Look()
    {
        var seen = own.Observed;
        if (seen.Count > 0)
        {
            var ports = seen.GroupBy(host => IPAddress.Parse(host.Name).AddressFamily).Max(family => family.Count());
            return ports == 1
                ? Of(FindingState.Ok, $"Others see this node as {string.Join(", ", seen)}, the address of a router. Who wants direct connections forwards the UDP port there.")
                : Of(
                    FindingState.Warning,
                    $"Others see this node as {string.Join(", ", seen)}: the router gives each of them another port, so that nobody can connect directly.",
                    "Forward the UDP port in the router, and name it in P2P_EXTERNAL_ADDRESSES.");
        }

        return own.Address.Hosts.Count > 0 ? Of(FindingState.Ok, $"This node has an address of the internet itself: {string.Join(", ", own.Address.Hosts)}.")
            : servers.Count == 0 ? Of(FindingState.Unknown, "No STUN server is asked.", "soundtime relay answers STUN; P2P_STUN_SERVERS names another.")
            : Of(FindingState.Unknown, $"None of {string.Join(", ", servers)} has answered.", "Check that UDP leaves this machine, and that they are STUN servers.");
    }

    private Finding Of(FindingState state, string text, string? advice = null) => new(Name, null, state, text, advice);
}
