using System.Linq.Expressions;
using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>A method of a grain interface.</summary>
/// <typeparam name="TResult">Type of its result; <see cref="object"/> where it has none.</typeparam>
internal sealed class GrainMethod<TResult> : GrainMethod
{
    private readonly Func<object, object?[], ValueTask<TResult>> _invoke;
    private readonly MessageCopier? _resultCopier;
    private readonly bool _returnsValueTask;
    private readonly bool _hasResult;

    public GrainMethod(MethodInfo method, bool copies)
        : base(method, copies)
    {
        _hasResult = method.ReturnType.IsGenericType;
        _returnsValueTask = method.ReturnType.IsValueType;
        _resultCopier = copies && _hasResult ? MessageCopier.For(typeof(TResult)) : null;
        _invoke = Compile(method);
    }

    public override object Call(GrainReference reference, object?[] arguments)
    {
        Task<TResult> reply;
        try
        {
            reference.Runtime.CheckAccepts();
            if (TokenIndex >= 0 && arguments[TokenIndex] is CancellationToken { IsCancellationRequested: true } cancelled)
            {
                reply = Task.FromCanceled<TResult>(cancelled);
            }
            else
            {
                CopyArguments(arguments);
                var call = new GrainCall<TResult>(this, reference, arguments);
                reply = call.Reply;
                call.Send(TokenIndex);
            }
        }
        catch (Exception exception)
        {
            reply = Task.FromException<TResult>(exception);
        }

        return !_returnsValueTask ? reply
            : _hasResult ? new ValueTask<TResult>(reply)
            : new ValueTask(reply);
    }

    public ValueTask<TResult> InvokeAsync(object grain, object?[] arguments) => _invoke(grain, arguments);

    public TResult CopyResult(TResult result) => _resultCopier is null ? result : (TResult)_resultCopier.Copy(result)!;

    /// <summary>Compiled, so that a call costs no reflection and internal interfaces work.</summary>
    private static Func<object, object?[], ValueTask<TResult>> Compile(MethodInfo method)
    {
        var grain = Expression.Parameter(typeof(object), "grain");
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");
        var call = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, i) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        var awaitable = typeof(GrainMethod<TResult>).GetMethod(nameof(AsValueTask), BindingFlags.NonPublic | BindingFlags.Static, [method.ReturnType])!;
        return Expression.Lambda<Func<object, object?[], ValueTask<TResult>>>(Expression.Call(awaitable, call), grain, arguments).Compile();
    }

    private static ValueTask<TResult> AsValueTask(Task<TResult> task) => new(task);

    private static ValueTask<TResult> AsValueTask(ValueTask<TResult> task) => task;

    private static ValueTask<TResult> AsValueTask(ValueTask task) => AsValueTask(task.AsTask());

    private static ValueTask<TResult> AsValueTask(Task task)
    {
        return task.IsCompletedSuccessfully ? default : EndAsync(task);

        static async ValueTask<TResult> EndAsync(Task task)
        {
            await task;
            return default!;
        }
    }
}
