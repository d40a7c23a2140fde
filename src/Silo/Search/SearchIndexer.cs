using SoundTime.Storage;
using SoundTime.Storage.Search;

namespace SoundTime.Silo.Search;

/// <summary>
/// Makes findable what an older build has written, or has written by other rules, page after page beside the node's work, and ends when nothing is left. Each page is
/// a transaction that says how far it came, so a restart goes on there.
/// </summary>
internal sealed class SearchIndexer(ISearchIndex index, TimeProvider time, ILogger<SearchIndexer> logger) : BackgroundService
{
    /// <summary>Tracks, albums or artists of one transaction: what else is to be written waits so long, about 20 ms.</summary>
    internal const int PageSize = 500;

    /// <summary>After so many there is a line in the log.</summary>
    internal const int ItemsPerLine = 100_000;

    /// <summary>Pause after the database did not answer.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What follows may take long before it first waits; the host's start must not.
        await Task.Yield();
        var done = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var count = await index.IndexAsync(PageSize, stoppingToken);
                if (count == 0)
                {
                    break;
                }

                var before = done;
                done += count;
                if (before / ItemsPerLine != done / ItemsPerLine)
                {
                    logger.Progress(done);
                }
            }
            catch (StorageException exception)
            {
                logger.Paused(exception.Message, RetryDelay);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }

        if (done > 0 && !stoppingToken.IsCancellationRequested)
        {
            logger.Completed(done);
        }
    }
}
