using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Iroh.Lookup;
using SoundTime.Iroh.Relays;
using SoundTime.Silo.Discovery;
using SoundTime.Silo.Options;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>Examines the running node.</summary>
internal sealed class ConnectionDoctor(
    NodeOptions options,
    IrohEndpoint endpoint,
    NodeDiscovery discovery,
    OwnAddress own,
    IPeerStore peers,
    PeerAddresses addresses,
    PeerClient client,
    PeerPaths paths,
    TimeProvider time) : IConnectionDoctor
{
    /// <summary>Most peers that are looked at where none is named: trusted ones and those online first.</summary>
    public const int MaxPeers = 16;

    /// <inheritdoc/>
    public async Task<DoctorReport> ExamineAsync(NodeId? peer, CancellationToken cancellationToken)
    {
        using var probes = new HostProbes(time);
        await using var lookups = new CachedLookup(discovery.Each, time);
        IEnumerable<IConnectionCheck> checks =
        [
            new KeyFileCheck(options.SecretKeyFile, endpoint.Id),
            new PortCheck(endpoint),
            new RouteCheck(),
            new SeenAddressCheck(own, options.StunServers),
            .. CommonChecks.Create(options, endpoint.Id, discovery, probes, endpoint, own, time),
            new LocalDiscoveryCheck(discovery.Local),
            .. (peer is { } named ? [named] : await ChoosePeersAsync(cancellationToken))
                .Select(id => new PeerCheck(id, lookups, addresses, client, paths)),
        ];
        var findings = await Examination.RunAsync(checks, time, cancellationToken);
        var (canBeReached, summary) = Judge();
        return new DoctorReport(endpoint.Id, IsRunning: true, canBeReached, summary, findings);
    }

    private async Task<IReadOnlyList<NodeId>> ChoosePeersAsync(CancellationToken cancellationToken)
    {
        var known = await peers.ListAsync(after: null, IPeerStore.MaxPeers, cancellationToken);
        return [.. known.OrderByDescending(peer => peer.Trust).ThenByDescending(peer => peer.IsOnline).ThenByDescending(peer => peer.LastSeen).Take(MaxPeers).Select(peer => peer.Id)];
    }

    /// <summary>Whether anybody could connect to this node: over its home relay, or at an address that is not of a private network.</summary>
    private (bool CanBeReached, string Summary) Judge()
    {
        if (endpoint.Relays.FirstOrDefault(relay => relay is { IsHome: true, State: RelayState.Connected }) is { } home)
        {
            return (true, $"Other nodes reach this one over {home.Url}, and directly where the way is free.");
        }

        return own.Address.Hosts.Except(own.Observed).FirstOrDefault() is { } host
            ? (true, $"Other nodes reach this one at {host}, if nothing between blocks UDP. No relay is connected, so nodes that cannot send there do not.")
            : (false, "Nobody outside of its own networks can reach this node: no relay is connected, and none of its addresses is one that others could use.");
    }
}
