using System.Net;

namespace SoundTime.Relay.Bounds;

/// <summary>A rate for each <see cref="Source"/>. Thread-safe, and bounded however many there are.</summary>
/// <param name="perSecond">How many a second from one.</param>
/// <param name="burst">How many at once from one.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceRates(double perSecond, int burst, TimeProvider time)
{
    /// <summary>Most sources that are remembered, about 4 MB. When so many are at work at once, new ones get nothing.</summary>
    public const int MaxSources = 20_000;

    /// <summary>Looking through all for those that can be forgotten costs a moment, so it is not done at each request.</summary>
    private static readonly TimeSpan CleanInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<IPAddress, TokenBucket> _buckets = [];
    private long _cleanedAt = time.GetTimestamp();

    /// <summary>Whether this address may do one more now.</summary>
    public bool TryTake(IPAddress address)
    {
        var source = Source.Of(address);
        lock (_buckets)
        {
            if (!_buckets.TryGetValue(source, out var bucket))
            {
                if (_buckets.Count >= MaxSources && !TryClean())
                {
                    return false;
                }

                _buckets[source] = bucket = new TokenBucket(perSecond, burst, time);
            }

            return bucket.TryTake();
        }
    }

    /// <summary>Forgets those that did nothing for so long that they count as new; false where there is none.</summary>
    private bool TryClean()
    {
        if (time.GetElapsedTime(_cleanedAt) < CleanInterval)
        {
            return false;
        }

        _cleanedAt = time.GetTimestamp();
        foreach (var (source, bucket) in _buckets)
        {
            if (bucket.IsFull)
            {
                _buckets.Remove(source);
            }
        }

        return _buckets.Count < MaxSources;
    }
}
