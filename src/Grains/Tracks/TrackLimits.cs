namespace SoundTime.Grains.Tracks;

/// <summary>Bounds of what is done for a track that peers hold.</summary>
public static class TrackLimits
{
    /// <summary>Most copies that are asked for one play.</summary>
    public const int MaxCopies = 8;

    /// <summary>Failures in a row after which a track counts as unavailable (seed document, "Track Health Monitoring").</summary>
    public const int MaxStrikes = 3;

    /// <summary>How long a process may hold a fetch without renewing it.</summary>
    public static readonly TimeSpan FetchHold = TimeSpan.FromMinutes(1);

    /// <summary>How often a process renews the fetch that it holds.</summary>
    public static readonly TimeSpan FetchRenewal = TimeSpan.FromSeconds(20);

    /// <summary>Failures of a track this soon after the last one are the same failure: a listener who tries again, or many who wait.</summary>
    public static readonly TimeSpan StrikePause = TimeSpan.FromSeconds(30);
}
