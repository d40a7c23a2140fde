using SoundTime.Storage.Health;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>track_health</c>.</summary>
internal sealed class PostgresTrackHealthRow
{
    /// <summary>What is selected of it: <see cref="Version"/>, which is never null in a row that is there, comes first.</summary>
    public const string Columns = """
        h.version AS Version, h.state AS State, h.strikes AS Strikes, h.is_taken_out AS IsTakenOut, h.last_failure AS LastFailure,
        h.failed_at AS FailedAt, h.recovered_at AS RecoveredAt, h.checked_at AS CheckedAt
        """;

    public required long Version { get; init; }

    public required int State { get; init; }

    public required int Strikes { get; init; }

    public required bool IsTakenOut { get; init; }

    public int? LastFailure { get; init; }

    public DateTime? FailedAt { get; init; }

    public DateTime? RecoveredAt { get; init; }

    public DateTime? CheckedAt { get; init; }

    public TrackHealth ToHealth() => new()
    {
        Version = Version,
        State = (TrackHealthState)State,
        Strikes = Strikes,
        IsTakenOut = IsTakenOut,
        LastFailure = (CopyFailure?)LastFailure,
        FailedAt = FailedAt,
        RecoveredAt = RecoveredAt,
        CheckedAt = CheckedAt,
    };
}
