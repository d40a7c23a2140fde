using SoundTime.Storage.Integrity;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>findings</c>.</summary>
internal sealed class FindingRow
{
    public required int Kind { get; init; }

    public required string Subject { get; init; }

    public byte[]? Hash { get; init; }

    public required long FoundAt { get; init; }

    public long? ResolvedAt { get; init; }

    public Finding ToFinding() => new((FindingKind)Kind, Subject, Hash.ToHash(), FoundAt.ToTime(), ResolvedAt?.ToTime());
}
