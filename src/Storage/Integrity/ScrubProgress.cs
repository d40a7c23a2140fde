namespace SoundTime.Storage.Integrity;

/// <summary>How far the background scrub is. A round is one walk over all files.</summary>
public sealed record ScrubProgress
{
    /// <summary>When this round began.</summary>
    public required DateTimeOffset RoundStartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? RoundEndedAt { get; init; }

    /// <summary>What it walks now.</summary>
    public ScrubPart Part { get; init; }

    /// <summary>The last path, or the last hash in 64 hex digits, that it has dealt with; null at the start of a part.</summary>
    public string? Position { get; init; }

    /// <summary>Files and blobs that this round has read to the end.</summary>
    public long Checked { get; init; }

    /// <summary>Bytes that this round has read.</summary>
    public long Bytes { get; init; }

    /// <summary>Files and blobs that this round found something wrong with.</summary>
    public long Found { get; init; }

    /// <summary>Files that this round could not see, as those of a disk that is not plugged in: nothing is known of them.</summary>
    public long NotReachable { get; init; }

    /// <summary>Whether this round has read a file, or found something wrong with one: a round without, as on a new node or while the disk is not plugged in, says nothing.</summary>
    public bool HasSeenFiles => Checked > 0 || Found > 0;
}
