using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;

namespace SoundTime.Api;

/// <summary>Reads the numbers of the tracks that only peers hold, for the status and the metrics: seldom, however often they are asked for.</summary>
public sealed class TrackStatusReader(
    ITrackHealthStore health, ITrackAdministration administration, BlobStore blobs, TimeProvider time, ILogger<TrackStatusReader> logger)
{
    /// <summary>How old an answer may be: everybody may ask for the status.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one source; what takes longer is unknown.</summary>
    public static readonly TimeSpan SourceLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<TrackStatus>? _reading;
    private long _startedAt;

    /// <summary>Reads all sources side by side. Fails over none of them.</summary>
    public Task<TrackStatus> ReadAsync(CancellationToken cancellationToken)
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
    private async Task<TrackStatus> ReadNowAsync()
    {
        using var limit = new CancellationTokenSource(SourceLimit, time);
        var counts = TryAsync("tracks", health.CountAsync, limit.Token);
        var sweep = TryAsync("sweep", administration.ReadSweepAsync, limit.Token);
        var cache = TryAsync("cache", _ => Task.FromResult<BlobCacheUsage?>(blobs.Usage), limit.Token);
        return new TrackStatus(await counts, await sweep, await cache);
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
