using System.Runtime.CompilerServices;

namespace SoundTime.Api;

/// <summary>Tells silence in a sequence, so that whoever passes it on can say that it is alive.</summary>
internal static class Pauses
{
    /// <summary>The same sequence, with a null each time nothing has come for so long. Ends the source when it is itself left early.</summary>
    public static async IAsyncEnumerable<T?> TellAsync<T>(
        IAsyncEnumerable<T> source, TimeSpan pause, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var items = source.GetAsyncEnumerator(left.Token);
        var next = items.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (await ComesWithinAsync(next, pause, time, cancellationToken))
                {
                    if (!await next)
                    {
                        yield break;
                    }

                    yield return items.Current;
                    next = items.MoveNextAsync().AsTask();
                }
                else
                {
                    yield return null;
                }
            }
        }
        finally
        {
            // An enumerator may be disposed only when it waits for nothing any more.
            await left.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> ComesWithinAsync(Task next, TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(next, Task.Delay(pause, time, waiting.Token));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == next;
    }
}
