using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Has online peers told when our tracks have changed: at once after an import of this process, and within <see cref="PollInterval"/> after one of
/// another process. However many changes come meanwhile, each peer's grain is told once more, and finds all of them.
/// </summary>
internal sealed class ChangeNotifier(
    ICatalogue catalogue, IPeerStore peers, PeerNotices notices, TimeProvider time, ILogger<ChangeNotifier> logger) : PeerService
{
    /// <summary>How often changes are looked for that nobody told of.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    /// <summary>Grains that are told at once.</summary>
    private const int MaxCalls = 10;

    private readonly Signal _changed = new(time);

    /// <summary>A track was imported here. Never waits, so that no import is held up.</summary>
    public ValueTask ImportedAsync(Track track, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _changed.Give();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What changed before the start is found by the grains, which know what each peer has.
        long? told = null;
        while (true)
        {
            try
            {
                var last = await catalogue.FindLastChangeAsync(stoppingToken);
                if (told is not null && told != last)
                {
                    await TellAsync(stoppingToken);
                }

                told = last;
            }
            catch (StorageException exception)
            {
                logger.ChangesNotRead(exception);
            }

            await _changed.WaitAsync(PollInterval, stoppingToken);
        }
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxCalls, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(
            await peers.ListOnlineAsync(stoppingToken),
            options,
            async (peer, cancellationToken) => await notices.TellAsync(peer, (grain, token) => grain.CatchUpAsync(token), cancellationToken));
    }
}
