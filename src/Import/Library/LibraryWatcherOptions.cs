namespace SoundTime.Import;

/// <summary>Which folder is watched, and how.</summary>
public sealed record LibraryWatcherOptions
{
    /// <summary>The library folder.</summary>
    public required string Folder { get; init; }

    /// <summary>How long a file must keep its size and time before it is taken in: it may still be being copied.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the whole folder is searched, since network file systems do not report what others change.</summary>
    public TimeSpan RescanInterval { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long to wait after a failure before trying again.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMinutes(1);
}
