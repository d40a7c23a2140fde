namespace SoundTime.Import;

/// <summary>How the library folder stands, for health checks and admin pages.</summary>
public sealed record LibraryStatus
{
    /// <summary>What the watcher is doing.</summary>
    public required LibraryState State { get; init; }

    /// <summary>How far the scan is; null unless it is scanning.</summary>
    public ImportProgress? Progress { get; init; }

    /// <summary>What the last whole scan did; null before its end.</summary>
    public ImportReport? LastScan { get; init; }

    /// <summary>When the last whole scan ended; null before that.</summary>
    public DateTimeOffset? LastScanAt { get; init; }

    /// <summary>Why it failed, for people; null unless it failed.</summary>
    public string? Failure { get; init; }
}
