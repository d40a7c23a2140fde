using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>A method of a grain interface, without the type of its result.</summary>
internal abstract class GrainMethod
{
    private readonly MessageCopier?[]? _argumentCopiers;

    protected GrainMethod(MethodInfo method, bool copies)
    {
        var parameters = method.GetParameters();
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        Interleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        TokenIndex = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        if (copies)
        {
            _argumentCopiers = [.. parameters.Select(parameter => MessageCopier.For(parameter.ParameterType))];
        }
    }

    public string Name { get; }

    public bool Interleaves { get; }

    public bool IsReadOnly { get; }

    /// <summary>Which parameter is the token; negative: none.</summary>
    protected int TokenIndex { get; }

    /// <param name="method">A method that returns a task.</param>
    /// <param name="copies">Whether arguments and results are copied.</param>
    public static GrainMethod Create(MethodInfo method, bool copies)
    {
        var returned = method.ReturnType;
        var result = returned.IsGenericType ? returned.GetGenericArguments()[0] : typeof(object);
        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(result), method, copies)!;
    }

    /// <summary>Calls the grain, and answers the task that the caller waits for, in the type that the method returns. Failures are in the task.</summary>
    public abstract object Call(GrainReference reference, object?[] arguments);

    protected void CopyArguments(object?[] arguments)
    {
        for (var i = 0; _argumentCopiers is not null && i < arguments.Length; i++)
        {
            arguments[i] = _argumentCopiers[i] is { } copier ? copier.Copy(arguments[i]) : arguments[i];
        }
    }
}
