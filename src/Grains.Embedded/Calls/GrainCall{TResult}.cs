using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Grains.Embedded;

/// <summary>A call of a grain's method.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has neither timer nor handle; it is garbage with the call.")]
internal sealed class GrainCall<TResult> : GrainCall
{
    private readonly GrainMethod<TResult> _method;
    private readonly object?[] _arguments;
    private readonly EmbeddedGrainRuntime _runtime;
    private readonly TaskCompletionSource<TResult> _reply;
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _registration;

    public GrainCall(GrainMethod<TResult> method, GrainReference reference, object?[] arguments)
        : base(reference.GrainId)
    {
        _method = method;
        _arguments = arguments;
        _runtime = reference.Runtime;

        // What awaits it in a grain is queued for that grain's turns as the answer is given, so that a drain cannot miss it. Any other caller goes on by itself.
        _reply = new TaskCompletionSource<TResult>(
            Activation.Current is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
    }

    public Task<TResult> Reply => _reply.Task;

    public override bool Interleaves => _method.Interleaves;

    public override bool IsReadOnly => _method.IsReadOnly;

    public override bool IsAbandoned => _reply.Task.IsCompleted;

    /// <summary>Sends it, unless the caller's token is cancelled already.</summary>
    /// <param name="token">Where the caller's token is among the arguments; negative: it has none.</param>
    public void Send(int token)
    {
        _runtime.Pending.Add(this);
        if (token >= 0 && _arguments[token] is CancellationToken { CanBeCanceled: true } caller)
        {
            // The grain gets a token of its own, which is cancelled in its turns.
            _cancellation = new CancellationTokenSource();
            _arguments[token] = _cancellation.Token;
            _registration = caller.UnsafeRegister(static (call, caller) => ((GrainCall<TResult>)call!).Cancel(caller), this);
        }

        if (!IsAbandoned)
        {
            _runtime.Send(this);
        }
    }

    public override async ValueTask<Exception?> RunAsync(object grain)
    {
        try
        {
            var result = await _method.InvokeAsync(grain, _arguments);
            Answered(_reply.TrySetResult(_method.CopyResult(result)));
            return null;
        }
        catch (Exception exception)
        {
            if (!Answered(_reply.TrySetException(exception)) && exception is not OperationCanceledException)
            {
                _runtime.Log.AbandonedCallFailed(exception, _method.Name, Target);
            }

            return exception;
        }
    }

    public override void Fail(Exception exception) => Answered(_reply.TrySetException(exception));

    public override void TimeOut(TimeSpan limit) =>
        Answered(_reply.TrySetException(new TimeoutException($"{_method.Name} of {Target} did not answer within {limit}; it may still be running.")));

    private void Cancel(CancellationToken caller)
    {
        if (Answered(_reply.TrySetCanceled(caller)))
        {
            // Where it was not sent yet it never will be, and while it waits it is not begun any more.
            Activation?.Post(_cancellation!.Cancel);
        }
    }

    private bool Answered(bool isFirst)
    {
        if (isFirst)
        {
            _registration.Unregister();
            Lane!.Remove(this);
        }

        return isFirst;
    }
}
