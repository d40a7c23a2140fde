using SoundTime.Iroh.Lookup;
using SoundTime.Silo.Peers;

namespace SoundTime.Silo.Discovery;

/// <summary>Publishes where this node is, as long as it runs.</summary>
internal sealed class PublishingService(PkarrPublisher publisher) : PeerService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => publisher.RunAsync(stoppingToken);
}
