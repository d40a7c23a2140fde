using SoundTime.Storage.Health;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>track_health</c>.</summary>
internal sealed class TrackHealthRow
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

    public long? FailedAt { get; init; }

    public long? RecoveredAt { get; init; }

    public long? CheckedAt { get; init; }

    public TrackHealth ToHealth() => new()
    {
        Version = Version,
        State = (TrackHealthState)State,
        Strikes = Strikes,
        IsTakenOut = IsTakenOut,
        LastFailure = (CopyFailure?)LastFailure,
        FailedAt = FailedAt?.ToTime(),
        RecoveredAt = RecoveredAt?.ToTime(),
        CheckedAt = CheckedAt?.ToTime(),
    };
}
