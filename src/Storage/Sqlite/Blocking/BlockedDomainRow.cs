using SoundTime.Storage.Blocking;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>blocked_domains</c>.</summary>
internal sealed class BlockedDomainRow
{
    public required byte[] Id { get; init; }

    public required string Domain { get; init; }

    public string? Reason { get; init; }

    public required long CreatedAt { get; init; }

    public static BlockedDomainRow From(BlockedDomain entry) =>
        new() { Id = entry.Id.ToBytes(), Domain = entry.Domain, Reason = entry.Reason, CreatedAt = entry.CreatedAt.UtcTicks };

    public BlockedDomain ToBlockedDomain() => new(Id.ToGuid(), Domain, Reason, CreatedAt.ToTime());
}
