namespace SoundTime.Grains.Tracks;

/// <summary>Which process fetches a track at the moment. One that says nothing for <see cref="TrackLimits.FetchHold"/> is taken for dead, and does not hold it any more.</summary>
internal sealed class FetchHold(TimeProvider time)
{
    private string? _fetcher;
    private long _renewedAt;

    /// <summary>Whether a process other than this one holds the fetch.</summary>
    public bool IsOfAnother(string fetcher) =>
        _fetcher is not null && _fetcher != fetcher && time.GetElapsedTime(_renewedAt) < TrackLimits.FetchHold;

    /// <summary>A process begins to hold the fetch.</summary>
    public void Take(string fetcher) => (_fetcher, _renewedAt) = (fetcher, time.GetTimestamp());

    /// <summary>A process goes on with it. Answers false where it does not hold it any more.</summary>
    public bool Renew(string fetcher)
    {
        if (_fetcher != fetcher)
        {
            return false;
        }

        Take(fetcher);
        return true;
    }

    /// <summary>A process is done. Nothing happens where it does not hold the fetch.</summary>
    public void Release(string fetcher)
    {
        if (_fetcher == fetcher)
        {
            _fetcher = null;
        }
    }
}
