using SoundTime.Storage.Integrity;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>findings</c>.</summary>
internal sealed class PostgresFindingRow
{
    public required int Kind { get; init; }

    public required string Subject { get; init; }

    public byte[]? Hash { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public Finding ToFinding() => new((FindingKind)Kind, Subject, Hash is null ? null : new BlobHash(Hash), FoundAt, ResolvedAt);
}
