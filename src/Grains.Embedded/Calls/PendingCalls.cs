namespace SoundTime.Grains.Embedded;

/// <summary>The calls that are not answered yet, in a few lanes so that threads seldom wait for each other.</summary>
internal sealed class PendingCalls
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly PendingLane[] _lanes;

    /// <summary>No calls yet.</summary>
    /// <param name="time">The clock that the limit is measured by.</param>
    /// <param name="limit">How long a caller waits.</param>
    public PendingCalls(TimeProvider time, TimeSpan limit)
    {
        _time = time;
        _limit = limit;
        _lanes = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new PendingLane(time))];
    }

    /// <summary>Adds a call, which leaves its lane when it is answered.</summary>
    public void Add(GrainCall call)
    {
        call.Lane = _lanes[Environment.CurrentManagedThreadId % _lanes.Length];
        call.Lane.Add(call);
    }

    /// <summary>Answers the calls whose time is over.</summary>
    public void Expire()
    {
        var latest = _time.GetTimestamp() - (long)(_limit.TotalSeconds * _time.TimestampFrequency);
        foreach (var call in _lanes.SelectMany(lane => lane.SentUntil(latest)))
        {
            call.TimeOut(_limit);
        }
    }
}
