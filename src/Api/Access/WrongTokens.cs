using System.Net;

namespace SoundTime.Api;

/// <summary>
/// Counts wrong tokens by the address they come from, so that trying many is slowed down and does not fill the log. The right token is
/// asked for before this is, so an address that is shared, as behind a proxy, locks nobody out.
/// </summary>
internal sealed class WrongTokens(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Count> _counts = [];

    /// <summary>The same counts, the oldest first.</summary>
    private readonly Queue<Count> _order = new();

    /// <summary>Counts one. Answers how long the address has to wait, or null while it may be told that the token is wrong.</summary>
    public TimeSpan? Add(IPAddress? address)
    {
        var key = ClientAddress.KeyOf(address);
        var now = time.GetTimestamp();
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && TimeLeft(oldest, now) <= TimeSpan.Zero)
            {
                Forget(oldest);
            }

            if (!_counts.TryGetValue(key, out var count))
            {
                if (_counts.Count == AccessLimits.MaxAddresses)
                {
                    Forget(_order.Peek());
                }

                count = new Count(key, now);
                _counts.Add(key, count);
                _order.Enqueue(count);
            }

            return count.Wrong++ < AccessLimits.MaxWrongTokens ? null : TimeLeft(count, now);
        }
    }

    private void Forget(Count oldest)
    {
        _order.Dequeue();
        _counts.Remove(oldest.Address);
    }

    private TimeSpan TimeLeft(Count count, long now) => AccessLimits.Window - time.GetElapsedTime(count.Since, now);

    private sealed class Count(IPAddress address, long since)
    {
        public IPAddress Address { get; } = address;

        public long Since { get; } = since;

        public int Wrong { get; set; }
    }
}
