#pragma warning disable CA1716, CA1003, CA1711, CA1040, CA1045, CA1021, CA1000, CA2252 // What is refused is what analyzers may not like either.
using System.Diagnostics.CodeAnalysis;

// Interfaces that grains may not have, one rule each. They stand by themselves because being nested is one of the breaches.
namespace SoundTime.Grains.Embedded.Tests.Checking;

internal interface IWithProperty : IGrainWithStringKey
{
    int Count { get; }
}

internal interface IWithEvent : IGrainWithStringKey
{
    event Action? Happened;
}

internal interface IWithStaticMethod : IGrainWithStringKey
{
    static Task RunAsync() => Task.CompletedTask;
}

internal interface IWithStaticAbstract : IGrainWithStringKey
{
    static abstract Task RunAsync();
}

internal interface IWithRef : IGrainWithStringKey
{
    Task RunAsync(ref int value);
}

internal interface IWithOut : IGrainWithStringKey
{
    Task RunAsync(out int value);
}

internal interface IWithIn : IGrainWithStringKey
{
    Task RunAsync(in int value);
}

internal interface IReturnsValue : IGrainWithStringKey
{
    int Run();
}

internal interface IReturnsNothing : IGrainWithStringKey
{
    void Run();
}

internal interface IReturnsStream : IGrainWithStringKey
{
    IAsyncEnumerable<int> RunAsync();
}

internal interface ITakesTwoTokens : IGrainWithStringKey
{
    Task RunAsync(CancellationToken one, CancellationToken two);
}

internal interface ITakesTokenFirst : IGrainWithStringKey
{
    [SuppressMessage("Design", "CA1068:CancellationToken parameters must come last", Justification = "It is what the check refuses.")]
    Task RunAsync(CancellationToken token, int value);
}

internal interface IWithGenericMethod : IGrainWithStringKey
{
    Task RunAsync<T>(T value);
}

internal interface IGenericGrain<T> : IGrainWithStringKey
{
    Task RunAsync(T value);
}

internal interface IWithoutStringKey : IGrain
{
    Task RunAsync();
}

internal interface ITakes<T> : IGrainWithStringKey
{
    Task RunAsync(T message);
}

internal interface IAnswers<T> : IGrainWithStringKey
{
    Task<T> RunAsync();
}

/// <summary>Breaks two rules of its own and one it inherits.</summary>
internal interface IWithMany : IWithProperty
{
    void Run();

    Task RunAsync(Func<int> call);
}

file interface IOfOneFile : IGrainWithStringKey
{
    Task RunAsync();
}

internal static class RefusedInterfaces
{
    public static Type OfOneFile => typeof(IOfOneFile);

    internal interface INested : IGrainWithStringKey
    {
        Task RunAsync();
    }
}
