namespace SoundTime.Grains.Search;

/// <summary>How many questions a process works on, and how much of their answers it keeps. For use by several threads.</summary>
public sealed class SearchLoad
{
    private int _running;
    private int _hits;

    /// <summary>Questions that are being worked on.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Tracks in the answers that are kept.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Whether answers should go as soon as nobody reads them.</summary>
    internal bool IsCrowded => Hits > SearchLimits.MaxHitsInAll;

    /// <summary>One question more; false where there are too many.</summary>
    internal bool TryBegin()
    {
        if (Interlocked.Increment(ref _running) <= SearchLimits.MaxRunning)
        {
            return true;
        }

        End();
        return false;
    }

    /// <summary>One question less.</summary>
    internal void End() => Interlocked.Decrement(ref _running);

    /// <summary>So many tracks more or less are kept.</summary>
    internal void Count(int hits) => Interlocked.Add(ref _hits, hits);
}
