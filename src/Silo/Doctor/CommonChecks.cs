using SoundTime.Iroh;
using SoundTime.Iroh.Lookup;
using SoundTime.Silo.Discovery;
using SoundTime.Silo.Options;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>The checks that are made of a node whether it runs or not.</summary>
internal static class CommonChecks
{
    /// <summary>Makes them; endpoint and own address are null where the node does not run.</summary>
    public static IEnumerable<IConnectionCheck> Create(
        NodeOptions options, NodeId? node, NodeDiscovery discovery, HostProbes probes, IrohEndpoint? endpoint, INodeAddressSource? own, TimeProvider time) =>
    [
        new ClockCheck(probes, [.. options.Relays.Select(relay => RelayCheck.PingUrlOf(relay.Url)), .. options.PkarrUrls]),
        .. options.Relays.Select(relay => new RelayCheck(relay.Url, probes, endpoint)),
        .. node is { } id
            ? [
                .. options.PkarrUrls.Select(url => new PublicationCheck(id, url, discovery.Directories, own, time)),
                .. discovery.Remote.OfType<DnsLookup>().Select(lookup => new DnsPublicationCheck(id, lookup, own)),
            ]
            : Array.Empty<IConnectionCheck>(),
    ];
}
