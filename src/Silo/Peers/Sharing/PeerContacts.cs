using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Begins contact at the start: introduces the seeds, has known peers woken, and begins the exchange of peers. The start does not wait for it.</summary>
internal sealed class PeerContacts(
    SeedList seeds, IrohEndpoint endpoint, IPeerStore peers, PeerNotices notices, TimeProvider time, ILogger<PeerContacts> logger) : PeerService
{
    /// <summary>Known peers that are read at a time.</summary>
    private const int PageSize = 500;

    /// <summary>Grains that are called at once.</summary>
    private const int MaxCalls = 10;

    /// <summary>Pause before all is tried again where something failed.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await IntroduceSeedsAsync(stoppingToken);
                await WakeAsync(stoppingToken);
                await notices.RequireExchangeAsync((grain, token) => grain.StartAsync(token), stoppingToken);
                return;
            }
            catch (Exception exception) when (exception is StorageException or PeerNoticeException)
            {
                logger.ContactsNotBegun(exception);
            }

            await Task.Delay(RetryPause, time, stoppingToken);
        }
    }

    private async Task IntroduceSeedsAsync(CancellationToken cancellationToken)
    {
        foreach (var seed in seeds.Addresses.Where(address => address.Id != endpoint.Id))
        {
            var introduction = new PeerIntroduction(PeerTrust.Trusted, [.. seed.Hosts.Select(host => host.ToString())]);
            var isKnown = true;
            await notices.RequireAsync(
                seed.Id, async (grain, token) => isKnown = await grain.IntroduceAsync(introduction, token), cancellationToken);
            if (!isKnown)
            {
                logger.SeedNotTaken(seed.Id.ShortText, IPeerStore.MaxPeers);
            }
        }
    }

    private async Task WakeAsync(CancellationToken stoppingToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxCalls, CancellationToken = stoppingToken };
        NodeId? after = null;
        while (await peers.ListAsync(after, PageSize, stoppingToken) is { Count: > 0 } page)
        {
            await Parallel.ForEachAsync(
                page,
                options,
                async (peer, cancellationToken) => await notices.RequireAsync(peer.Id, (grain, token) => grain.WakeAsync(token), cancellationToken));
            after = page[^1].Id;
        }
    }
}
