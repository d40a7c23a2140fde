namespace SoundTime.Grains.Embedded;

/// <summary>A list of calls that are not answered yet, oldest first. The calls themselves are its links.</summary>
internal sealed class PendingLane(TimeProvider time)
{
    private readonly Lock _gate = new();
    private GrainCall? _oldest;
    private GrainCall? _newest;

    public void Add(GrainCall call)
    {
        lock (_gate)
        {
            call.SentAt = time.GetTimestamp();
            call.Previous = _newest;
            if (_newest is null)
            {
                _oldest = call;
            }
            else
            {
                _newest.Next = call;
            }

            _newest = call;
        }
    }

    /// <summary>Removes a call that was added; once.</summary>
    public void Remove(GrainCall call)
    {
        lock (_gate)
        {
            if (call.Previous is null)
            {
                _oldest = call.Next;
            }
            else
            {
                call.Previous.Next = call.Next;
            }

            if (call.Next is null)
            {
                _newest = call.Previous;
            }
            else
            {
                call.Next.Previous = call.Previous;
            }

            call.Previous = call.Next = null;
        }
    }

    /// <summary>The calls that were sent then or earlier.</summary>
    public IReadOnlyList<GrainCall> SentUntil(long timestamp)
    {
        List<GrainCall> calls = [];
        lock (_gate)
        {
            for (var call = _oldest; call is not null && call.SentAt <= timestamp; call = call.Next)
            {
                calls.Add(call);
            }
        }

        return calls;
    }
}
