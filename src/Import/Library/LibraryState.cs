namespace SoundTime.Import;

/// <summary>What the watcher of the library folder is doing.</summary>
public enum LibraryState
{
    /// <summary>It has not begun yet, or has ended.</summary>
    Stopped,

    /// <summary>It searches the whole folder.</summary>
    Scanning,

    /// <summary>It waits for changes.</summary>
    Watching,

    /// <summary>It cannot go on for now and will try again.</summary>
    Failed,
}
