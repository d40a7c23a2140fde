namespace SoundTime.Grains.Embedded;

/// <summary>
/// What the caller of a grain waits for. The first answer counts. A caller that is a grain gets it in a turn of its own, so that nothing of what follows is
/// outside its turns; any other on a thread of the pool.
/// </summary>
internal sealed class CallReply<TResult>(Activation? caller)
    : TaskCompletionSource<TResult>(caller is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None), IWorkItem
{
    private int _isAnswered;
    private TResult? _result;
    private Exception? _failure;
    private CancellationToken _cancelled;

    public bool IsAnswered => Volatile.Read(ref _isAnswered) != 0;

    public bool TryAnswer(TResult result)
    {
        if (!IsFirst())
        {
            return false;
        }

        _result = result;
        Deliver();
        return true;
    }

    public bool TryFail(Exception exception)
    {
        if (!IsFirst())
        {
            return false;
        }

        _failure = exception;
        Deliver();
        return true;
    }

    public bool TryCancel(CancellationToken cancelled)
    {
        if (!IsFirst())
        {
            return false;
        }

        _cancelled = cancelled;
        Deliver();
        return true;
    }

    void IWorkItem.Execute()
    {
        if (_failure is not null)
        {
            SetException(_failure);
        }
        else if (_cancelled.IsCancellationRequested)
        {
            SetCanceled(_cancelled);
        }
        else
        {
            SetResult(_result!);
        }
    }

    private bool IsFirst() => Interlocked.Exchange(ref _isAnswered, 1) == 0;

    private void Deliver()
    {
        if (caller is null)
        {
            ((IWorkItem)this).Execute();
        }
        else
        {
            caller.Post(this);
        }
    }
}
