namespace SoundTime.Silo.Peers;

/// <summary>How long a library sync waits, for what.</summary>
internal static class LibrarySyncPace
{
    /// <summary>Between two looks at how far it is.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>Without any sign of the peer, nothing more of its catalogue is expected.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Without a further track, nothing more is expected either, whatever else the peer sends: Rust nodes send their whole catalogue over and over
    /// (protocol sheet, section 3.4), and what of it cannot be kept never comes.
    /// </summary>
    public static readonly TimeSpan Stalled = TimeSpan.FromMinutes(10);

    /// <summary>Longest sync: a million tracks at the pace of a slow node take some hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Longest that a call of a grain takes.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(30);
}
