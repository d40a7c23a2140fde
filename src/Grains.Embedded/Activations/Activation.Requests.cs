namespace SoundTime.Grains.Embedded;

// Which requests run, and which wait.
internal sealed partial class Activation
{
    private readonly LinkedList<Request> _waiting = new();
    private int _running;
    private int _runningExclusive;
    private int _runningReadOnly;
    private int _waitingReadOnly;
    private int _waitingInterleaving;

    /// <summary>In a turn: takes a request, or runs one that was admitted meanwhile.</summary>
    public void Receive(Request request)
    {
        if (request.IsAdmitted)
        {
            _ = RunAsync(request);
        }
        else if (request.IsAbandoned)
        {
            // Its caller was told otherwise meanwhile: it never begins.
        }
        else if (_state == ActivationState.Gone)
        {
            Forward(request);
        }
        else if (MayRun(request))
        {
            Admit(request);
            _ = RunAsync(request);
        }
        else
        {
            Wait(request);
            if (_state == ActivationState.New)
            {
                _ = ActivateAsync();
            }
        }
    }

    private bool MayRun(Request request) =>
        _state == ActivationState.Active
        && (_deactivation is null || _servesWhatWaits)
        && (Interleaves(request)
            || _runningExclusive == 0 && (request.IsReadOnly || _runningReadOnly == 0));

    private bool Interleaves(Request request) => request.Interleaves || _class.IsReentrant;

    private void Wait(Request request)
    {
        _waiting.AddLast(request);
        CountWaiting(request, 1);
    }

    private void CountWaiting(Request request, int change)
    {
        if (Interleaves(request))
        {
            _waitingInterleaving += change;
        }
        else if (request.IsReadOnly)
        {
            _waitingReadOnly += change;
        }
    }

    /// <summary>Whether one that waits may run before those that came earlier; without it there is no need to look for one.</summary>
    private bool MayOvertake => _waitingInterleaving > 0 || _waitingReadOnly > 0 && _runningExclusive == 0;

    private void Admit(Request request)
    {
        request.IsAdmitted = true;
        Count(request, 1);
    }

    private void Count(Request request, int change)
    {
        _running += change;
        if (Interleaves(request))
        {
            return;
        }

        if (request.IsReadOnly)
        {
            _runningReadOnly += change;
        }
        else
        {
            _runningExclusive += change;
        }
    }

    /// <summary>Ends in a turn, whatever the request does; nothing leaves it.</summary>
    private async Task RunAsync(Request request)
    {
        var failure = await request.RunAsync(GrainInstance!);
        request.IsAdmitted = false;
        Count(request, -1);
        if (request.KeepsAlive)
        {
            Volatile.Write(ref _lastUsed, Runtime.Time.GetTimestamp());
        }

        if (failure is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, conflict, "The stored state is not the one that was read."));
        }

        AdmitWaiting();
        EndIfDue();
    }

    /// <summary>Admits what may run now; each in a turn of its own, so that a long list does not keep the thread.</summary>
    private void AdmitWaiting()
    {
        var node = _waiting.First;
        while (node is not null)
        {
            var request = node.Value;
            var next = node.Next;
            if (request.IsAbandoned || MayRun(request))
            {
                _waiting.Remove(node);
                CountWaiting(request, -1);
                if (!request.IsAbandoned)
                {
                    Admit(request);
                    _scheduler.Post(request);
                }
            }
            else if (!MayOvertake)
            {
                return;
            }

            node = next;
        }
    }

    private void Forward(Request request)
    {
        if (!request.IsAbandoned)
        {
            Runtime.Send(request);
        }
    }
}
