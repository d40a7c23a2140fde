namespace SoundTime.Api;

/// <summary>Where a sync stands.</summary>
public enum LibrarySyncState
{
    /// <summary>None runs, and none has ended that was not dismissed.</summary>
    Idle,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,
}
