namespace SoundTime.Silo.Guardian;

/// <summary>What a verification came to.</summary>
internal sealed record VerifyReport
{
    /// <summary>How many findings a report lists; beyond, they are only counted.</summary>
    public const int MaxFindings = 1_000;

    /// <summary>Paths that were named and at or below which nothing was imported; nothing was read where there are any.</summary>
    public IReadOnlyList<string> UnknownPaths { get; init; } = [];

    /// <summary>Files and blobs whose bytes are right.</summary>
    public long Right { get; init; }

    /// <summary>Bytes that are right.</summary>
    public long Bytes { get; init; }

    /// <summary>Files that somebody changed since their import, which the next scan takes in again.</summary>
    public long Changed { get; init; }

    /// <summary>Files out of reach, as on a disk that is not plugged in: nothing is known of them.</summary>
    public long NotReachable { get; init; }

    /// <summary>Files that are not right, all of them.</summary>
    public long Found { get; init; }

    /// <summary>The first of them, at most <see cref="MaxFindings"/>.</summary>
    public IReadOnlyList<VerifyFinding> Findings { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether everything was read and is right.</summary>
    public bool IsAllRight => Found == 0 && NotReachable == 0;
}
