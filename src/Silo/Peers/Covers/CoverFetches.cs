using System.Collections.Concurrent;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Gets the covers that peers named, in the background: announcements only note which are wanted, and never wait for one (weakness W1). A cover
/// is fetched once, for all albums that want it. Ends together with the connections: covers that come no more because this node stops are not
/// counted as tries in vain.
/// </summary>
internal sealed class CoverFetches(
    ICoverStore covers, CoverDownload download, CoverFolder folder, BlobStore blobs, TimeProvider time, ILogger<CoverFetches> logger) : PeerService
{
    /// <summary>Most covers that are fetched at once.</summary>
    public const int MaxAtOnce = 2;

    /// <summary>Albums that are looked at together.</summary>
    private const int PageSize = 100;

    /// <summary>How often the store is asked what is wanted.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Gets all that is due now.</summary>
    /// <exception cref="StorageException">The store does not say what is wanted, or does not take what came.</exception>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        // One that is away holds up one cover each time, not each of the thousands that it named.
        var away = new ConcurrentDictionary<NodeId, PeerRequestFailure>();
        IReadOnlyList<WantedCover> wanted;
        do
        {
            wanted = await covers.ListWantedAsync(time.GetUtcNow(), PageSize, cancellationToken);
            await Parallel.ForEachAsync(
                wanted.GroupBy(cover => cover.Hash),
                new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
                async (albums, token) => await GetAsync(albums.Key, [.. albums], away, token));
        }
        while (wanted.Count == PageSize);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (StorageException exception)
            {
                logger.CoversUnknown(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task GetAsync(
        BlobHash hash, IReadOnlyList<WantedCover> albums, ConcurrentDictionary<NodeId, PeerRequestFailure> away, CancellationToken cancellationToken)
    {
        var outcome = await DownloadAsync(hash, albums.Min(album => album.Tries), away, cancellationToken);
        foreach (var album in albums)
        {
            var ended = outcome is CoverOutcome.Here ? await PlaceAsync(album, cancellationToken) : outcome;
            if (ended is not CoverOutcome.Here)
            {
                var nextTry = CoverRetry.NextTry(ended, album.Tries, time.GetUtcNow());
                await covers.PostponeAsync(album.AlbumId, hash, nextTry, cancellationToken);
                logger.CoverPostponed(hash.ShortText, album.AlbumId, ended, nextTry);
            }
        }
    }

    private async Task<CoverOutcome> DownloadAsync(
        BlobHash hash, int tries, ConcurrentDictionary<NodeId, PeerRequestFailure> away, CancellationToken cancellationToken)
    {
        try
        {
            return await download.RunAsync(hash, tries, away, cancellationToken);
        }
        catch (BlobException exception)
        {
            logger.CoverNotKept(hash.ShortText, exception.Message);
            return CoverOutcome.NotKept;
        }
    }

    /// <summary>Writes the file, and only then lets the album name it.</summary>
    private async Task<CoverOutcome> PlaceAsync(WantedCover album, CancellationToken cancellationToken)
    {
        try
        {
            await using var image = blobs.OpenRead(album.Hash) ?? throw new FileNotFoundException($"Blob {album.Hash.ShortText} has gone.");
            var path = await folder.WriteAsync(album, image, cancellationToken);
            if (await covers.RecordFileAsync(album.AlbumId, album.Hash, path, cancellationToken))
            {
                logger.CoverPlaced(album.Hash.ShortText, album.AlbumId, path);
            }

            return CoverOutcome.Here;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BlobException)
        {
            logger.CoverNotKept(album.Hash.ShortText, exception.Message);
            return CoverOutcome.NotKept;
        }
    }
}
