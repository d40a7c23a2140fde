using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Silo.Cache;

/// <summary>
/// Puts into the cache what versions without one kept for ever: tracks that only peers hold. Looks once at all that is kept, page after page beside the node's work; a move is one rename, so it may
/// end at any moment, and the next start finds what is left.
/// </summary>
internal sealed class CacheAdoption(BlobStore blobs, ICatalogue catalogue, TimeProvider time, ILogger<CacheAdoption> logger) : BackgroundService
{
    /// <summary>Blobs that the catalogue is asked about at once.</summary>
    internal const int PageSize = 500;

    /// <summary>Pause after the database or the disk did not answer.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Listing the folder may take a second; the host's start must not.
        await Task.Yield();
        var moved = 0L;
        BlobHash? after = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var page = blobs.List(after, BlobPlace.Kept).Take(PageSize).Select(blob => blob.Hash).ToArray();
                if (page.Length == 0)
                {
                    break;
                }

                moved += await AdoptAsync(page, stoppingToken);
                after = page[^1];
            }
            catch (Exception exception) when (exception is StorageException or BlobException)
            {
                logger.AdoptionPaused(exception.Message, RetryDelay);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }

        if (moved > 0)
        {
            logger.Adopted(moved, blobs.Usage.Budget);
        }
    }

    private async Task<int> AdoptAsync(BlobHash[] page, CancellationToken cancellationToken)
    {
        var tracks = await catalogue.FindHoldersAsync(page, limit: 1, cancellationToken);
        return tracks.Count(track => !track.Value.IsLocal && track.Value.Peers.Count > 0 && blobs.MoveToCache(track.Key));
    }
}
