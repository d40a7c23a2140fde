namespace SoundTime.Api;

/// <summary>Bounds on searches over HTTP.</summary>
internal static class SearchLimits
{
    /// <summary>Tracks, albums and artists each on a page where no number was asked for (protocol sheet, section 9.6).</summary>
    public const int DefaultPerPage = 10;

    /// <summary>Most tracks, albums and artists each on a page (protocol sheet, section 9.6).</summary>
    public const int MaxPerPage = 50;

    /// <summary>The last page that can be asked for (protocol sheet, section 9.6).</summary>
    public const int MaxPage = 1_000;

    /// <summary>Most results of peers beside a page of our own (protocol sheet, section 5.4).</summary>
    public const int MaxBesidePage = 20;

    /// <summary>Results of a search among peers where no number was asked for (protocol sheet, section 9.3).</summary>
    public const int DefaultResults = 20;

    /// <summary>Most results of a search among peers that are given at once (protocol sheet, section 9.3).</summary>
    public const int MaxResults = 100;

    /// <summary>Most tracks that are taken in of one question, however many peers name, about 2 MB.</summary>
    public const int MaxTaken = 2_000;

    /// <summary>Results in one event of a stream, some 50 KB.</summary>
    public const int MaxInEvent = 100;

    /// <summary>For how long a page of our own waits for peers.</summary>
    public static TimeSpan BesidePage { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Silence of a stream after which it says that it is alive, so that no proxy cuts it off.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(2);
}
