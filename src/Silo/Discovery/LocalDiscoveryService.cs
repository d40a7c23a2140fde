using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Silo.Peers;

namespace SoundTime.Silo.Discovery;

/// <summary>Takes part in the discovery of the local network, as long as the node runs.</summary>
internal sealed class LocalDiscoveryService(LocalDiscovery discovery) : PeerService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => discovery.RunAsync(stoppingToken);
}
