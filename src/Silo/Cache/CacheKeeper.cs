using SoundTime.Storage.Blobs;

namespace SoundTime.Silo.Cache;

/// <summary>
/// Keeps the cache of fetched tracks within its budget, and the disk's reserve free: whenever a track came or a reader of one too many has left, and every minute, as others fill the disk too. The
/// first look counts the cache, beside the node's start.
/// </summary>
internal sealed class CacheKeeper(BlobStore blobs, TimeProvider time, ILogger<CacheKeeper> logger) : BackgroundService
{
    /// <summary>How often the disk is looked at.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first look may take a second; the host's start must not.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                blobs.EvictIfNeeded();
                using var limit = new CancellationTokenSource(Interval, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
                await blobs.WaitUntilOverfullAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (BlobException exception)
            {
                logger.NotEvicted(exception.Message);
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
