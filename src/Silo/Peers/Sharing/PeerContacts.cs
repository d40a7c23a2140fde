using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Storage.Peers;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Begins contact at the start: introduces the seeds, and begins the exchange of peers, whose grain wakes those of all known peers, a few at a time.
/// The start does not wait for it.
/// </summary>
internal sealed class PeerContacts(
    SeedList seeds, IrohEndpoint endpoint, PeerNotices notices, TimeProvider time, ILogger<PeerContacts> logger) : PeerService
{
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
                await notices.RequireExchangeAsync((grain, token) => grain.StartAsync(token), stoppingToken);
                return;
            }
            catch (PeerNoticeException exception)
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
            var introduction = new PeerIntroduction(PeerTrust.Trusted, PeerPlaces.Write(seed));
            var isKnown = true;
            await notices.RequireAsync(
                seed.Id, async (grain, token) => isKnown = await grain.IntroduceAsync(introduction, token), cancellationToken);
            if (!isKnown)
            {
                logger.SeedNotTaken(seed.Id.ShortText, IPeerStore.MaxPeers);
            }
        }
    }
}
