namespace SoundTime.Silo.Peers;

/// <summary>When a cover that did not come is asked for again.</summary>
internal static class CoverRetry
{
    /// <summary>After so many tries in vain a cover is given up: a bit more than three weeks.</summary>
    public const int MaxTries = 30;

    /// <summary>The pause after the first try; each that follows is four times as long.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>The time of the next try; null for never.</summary>
    /// <param name="outcome">What came of this try.</param>
    /// <param name="triesBefore">Tries in vain before this one.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset? NextTry(CoverOutcome outcome, int triesBefore, DateTimeOffset now) => outcome switch
    {
        CoverOutcome.NotAnImage => null,
        CoverOutcome.NotSent when triesBefore + 1 >= MaxTries => null,
        _ => now + PauseAfter(triesBefore),
    };

    private static TimeSpan PauseAfter(int triesBefore) =>
        TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(4, triesBefore), LongestPause.TotalSeconds));
}
