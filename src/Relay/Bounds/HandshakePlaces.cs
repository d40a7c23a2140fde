using System.Net;

namespace SoundTime.Relay.Bounds;

/// <summary>Places for clients that have not proved their id yet: so many in all, and so many for one source, or a few sources could keep all newcomers out. Thread-safe.</summary>
/// <param name="max">Places in all.</param>
/// <param name="maxPerSource">Places of one source.</param>
internal sealed class HandshakePlaces(int max, int maxPerSource)
{
    private readonly SourceCounter _sources = new(maxPerSource);
    private int _taken;

    /// <summary>Takes a place; false where there is none.</summary>
    public bool TryTake(IPAddress address)
    {
        if (Interlocked.Increment(ref _taken) <= max && _sources.TryTake(address))
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives back what <see cref="TryTake"/> took.</summary>
    public void Release(IPAddress address)
    {
        _sources.Release(address);
        Interlocked.Decrement(ref _taken);
    }
}
