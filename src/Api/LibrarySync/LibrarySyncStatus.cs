using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>How a sync goes or ended (protocol sheet, section 9.4).</summary>
public sealed record LibrarySyncStatus
{
    /// <summary>None was begun.</summary>
    public static LibrarySyncStatus Idle { get; } = new();

    /// <summary>Where it stands.</summary>
    public LibrarySyncState State { get; init; }

    /// <summary>With whom; null while idle.</summary>
    public NodeId? Peer { get; init; }

    /// <summary>How far it is; null unless it runs.</summary>
    public LibrarySyncProgress? Progress { get; init; }

    /// <summary>What came of it; null unless it came to its end.</summary>
    public LibrarySyncResult? Result { get; init; }

    /// <summary>For people: why it failed; null unless it did.</summary>
    public string? Failure { get; init; }
}
