using System.Runtime.CompilerServices;

namespace SoundTime.Testing;

/// <summary>Waits for what happens on other threads.</summary>
public static class Waiting
{
    /// <summary>More than anything takes on a machine that is busy with other things too: a test that waits for so long has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The milliseconds after which a test is given up that hangs anywhere else: more than <see cref="Patience"/>, whose failure says more.</summary>
    public const int TestLimit = 180_000;

    /// <summary>
    /// A real pause between two looks. One who only yields keeps the thread pool's common queue from ever being empty; its threads then never look for work that
    /// another of them has put into a queue of its own, and what a test waits for may be there.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Looks without a pause at first, for what takes no longer than a thread's switch.</summary>
    private const int QuickLooks = 10;

    /// <summary>Waits until something is so.</summary>
    /// <param name="condition">What is to be so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="describe">Says how things stand where it did not come to that.</param>
    /// <param name="text">The condition as it is written.</param>
    /// <exception cref="TimeoutException">It was not so for <see cref="Patience"/>.</exception>
    public static Task UntilAsync(
        Func<bool> condition,
        CancellationToken cancellationToken,
        Func<string>? describe = null,
        [CallerArgumentExpression(nameof(condition))] string text = "") =>
        UntilAsync(() => Task.FromResult(condition()), cancellationToken, describe, text);

    /// <inheritdoc cref="UntilAsync(Func{bool}, CancellationToken, Func{string}, string)"/>
    public static async Task UntilAsync(
        Func<Task<bool>> condition,
        CancellationToken cancellationToken,
        Func<string>? describe = null,
        [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var looks = 1; !await condition().ConfigureAwait(false); looks++)
        {
            if (looks <= QuickLooks)
            {
                await Task.Yield();
                continue;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"It did not come to this within {Patience.TotalMinutes:0} minutes: {text}{Environment.NewLine}{describe?.Invoke()}");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
