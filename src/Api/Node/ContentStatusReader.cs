using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;

namespace SoundTime.Api;

/// <summary>Reads the numbers for the status and the metrics: seldom, however often they are asked for.</summary>
public sealed class ContentStatusReader(
    ITrackHealthStore health,
    ITrackAdministration administration,
    BlobStore blobs,
    IIntegrityStore integrity,
    TimeProvider time,
    ILogger<ContentStatusReader> logger)
{
    /// <summary>How old an answer may be: everybody may ask for the status.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one source; what takes longer is unknown.</summary>
    public static readonly TimeSpan SourceLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<ContentStatus>? _reading;
    private long _startedAt;

    /// <summary>Reads all sources side by side. Fails over none of them.</summary>
    public Task<ContentStatus> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_reading is null || (_reading.IsCompleted && time.GetElapsedTime(_startedAt) >= MaxAge))
            {
                _startedAt = time.GetTimestamp();
                _reading = ReadNowAsync();
            }

            return _reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Belongs to all who ask meanwhile, so none of them ends it: its time limit does.</summary>
    private async Task<ContentStatus> ReadNowAsync()
    {
        using var limit = new CancellationTokenSource(SourceLimit, time);
        var counts = TryAsync("tracks", health.CountAsync, limit.Token);
        var sweep = TryAsync("sweep", administration.ReadSweepAsync, limit.Token);
        var cache = TryAsync("cache", _ => Task.FromResult<BlobCacheUsage?>(blobs.Usage), limit.Token);
        var findings = TryAsync("findings", integrity.CountOpenAsync, limit.Token);
        var scrub = TryAsync("scrub", integrity.FindProgressAsync, limit.Token);
        return new ContentStatus(await counts, await sweep, await cache, await findings, await scrub);
    }

    private async Task<T?> TryAsync<T>(string source, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => read(cancellationToken), cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            ApiLog.StatusUnknown(logger, source, failure);
            return default;
        }
    }
}
