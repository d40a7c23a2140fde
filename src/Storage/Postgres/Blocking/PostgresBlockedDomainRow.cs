using SoundTime.Storage.Blocking;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>blocked_domains</c>.</summary>
internal sealed class PostgresBlockedDomainRow
{
    public required Guid Id { get; init; }

    public required string Domain { get; init; }

    public string? Reason { get; init; }

    public required DateTime CreatedAt { get; init; }

    public BlockedDomain ToBlockedDomain() => new(Id, Domain, Reason, CreatedAt);
}
