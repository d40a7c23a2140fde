namespace SoundTime.Iroh.Tests.Support;

/// <summary>Waits for what happens on other threads.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until something holds; fails where it does not within half a minute.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        while (!condition())
        {
            await Task.Delay(Step, TimeProvider.System, either.Token);
        }
    }
}
