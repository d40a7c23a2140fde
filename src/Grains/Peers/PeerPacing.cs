namespace SoundTime.Grains.Peers;

/// <summary>When a peer is asked and sent something. They vary, so that the grains of many peers do not fall into step, and are never longer than said here.</summary>
internal static class PeerPacing
{
    /// <summary>Between two Pings of a peer that is online, and for how long an answer is believed when it is seen.</summary>
    public static readonly TimeSpan OnlinePause = TimeSpan.FromMinutes(1);

    /// <summary>Before a peer that has just gone is asked again; doubled after each failure.</summary>
    public static readonly TimeSpan FirstAwayPause = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause for a peer that is away; always that for one that has blocked this node.</summary>
    public static readonly TimeSpan LongestAwayPause = TimeSpan.FromHours(1);

    /// <summary>Longest that a caller waits for the answer to a Ping.</summary>
    public static readonly TimeSpan PingWait = TimeSpan.FromSeconds(20);

    /// <summary>Before trying again what failed on this side: the store, the block list, too many connections.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks for changes that a peer which is online lacks.</summary>
    public static readonly TimeSpan WalkPause = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How old the last full sending of our catalogue may be when the peer is seen. Beyond, it is sent once more: a Rust node that lost its database
    /// does not say so, and pings for a full push that it does not get (protocol sheet, weakness W10).
    /// </summary>
    public static readonly TimeSpan CatalogueAge = TimeSpan.FromHours(24);

    /// <summary>How long nothing of a peer's catalogue must have come before it is asked for it: Rust nodes push all of it after each Ping.</summary>
    public static readonly TimeSpan QuietBeforeRequest = TimeSpan.FromSeconds(30);

    /// <summary>Longest pause between two requests for a catalogue that does not come.</summary>
    public static readonly TimeSpan LongestRequestPause = TimeSpan.FromHours(24);

    /// <summary>How far the stored times of last contact may lag behind.</summary>
    public static readonly TimeSpan ContactPrecision = TimeSpan.FromMinutes(5);

    /// <summary>Shortest time between two filters of ours to a peer, as Rust nodes send theirs (protocol sheet, section 3.7).</summary>
    public static readonly TimeSpan FilterPause = TimeSpan.FromMinutes(5);

    /// <summary>Between two looks whether our filter has changed that nothing else asked for. With what varies, never shorter than <see cref="FilterPause"/>.</summary>
    public static readonly TimeSpan FilterCheckPause = TimeSpan.FromMinutes(7);

    /// <summary>After a change of our tracks: until then it is in the filters of all processes of this node.</summary>
    public static readonly TimeSpan FilterSettling = TimeSpan.FromSeconds(30);

    /// <summary>Before it is looked again whether our filter, which is made at the start, is there.</summary>
    public static readonly TimeSpan FilterMakingPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How old the last sending of our filter may be. Beyond, it is sent once more, changed or not: a Rust node that was restarted between two Pings has lost it
    /// and does not say so.
    /// </summary>
    public static readonly TimeSpan FilterAge = TimeSpan.FromHours(1);

    /// <summary>Shortest time between two filters of a peer that are kept, a tenth of what genuine nodes wait: each is a write of its whole size.</summary>
    public static readonly TimeSpan FilterArrivalPause = TimeSpan.FromSeconds(30);

    /// <summary>How much longer each pause between requests is than the one before.</summary>
    private const int RequestPauseGrowth = 4;

    /// <summary>Up to a quarter less.</summary>
    public static TimeSpan Vary(TimeSpan pause, Random random) => pause * (1 - (random.NextDouble() / 4));

    /// <summary>The pause after so many failures in a row, from 1.</summary>
    public static TimeSpan AwayPause(int failures) => Grow(FirstAwayPause, 2, failures - 1, LongestAwayPause);

    /// <summary>The pause after a peer that answers Pings took so many pages in a row without processing them, from 1.</summary>
    public static TimeSpan DeafPause(int pages) => Grow(RetryPause, 2, pages - 1, LongestAwayPause);

    /// <summary>
    /// How many failures a peer had that has been away for this long: a restart does not begin with short pauses again for all that were away before.
    /// </summary>
    public static int FailuresWithin(TimeSpan away) =>
        (int)Math.Log2(Math.Clamp(away / FirstAwayPause, 1, LongestAwayPause / FirstAwayPause));

    /// <summary>The pause after so many requests in a row, from 1.</summary>
    public static TimeSpan RequestPause(int requests) => Grow(QuietBeforeRequest, RequestPauseGrowth, requests - 1, LongestRequestPause);

    private static TimeSpan Grow(TimeSpan first, int factor, int times, TimeSpan longest)
    {
        var seconds = first.TotalSeconds * Math.Pow(factor, Math.Max(times, 0));
        return seconds < longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : longest;
    }
}
