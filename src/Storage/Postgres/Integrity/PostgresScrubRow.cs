using SoundTime.Storage.Integrity;

namespace SoundTime.Storage.Postgres;

/// <summary>The row of <c>scrub</c>.</summary>
internal sealed class PostgresScrubRow
{
    public required DateTimeOffset RoundStartedAt { get; init; }

    public DateTimeOffset? RoundEndedAt { get; init; }

    public required int Part { get; init; }

    public string? Position { get; init; }

    public required long Checked { get; init; }

    public required long Bytes { get; init; }

    public required long Found { get; init; }

    public required long NotReachable { get; init; }

    public ScrubProgress ToProgress() => new()
    {
        RoundStartedAt = RoundStartedAt,
        RoundEndedAt = RoundEndedAt,
        Part = (ScrubPart)Part,
        Position = Position,
        Checked = Checked,
        Bytes = Bytes,
        Found = Found,
        NotReachable = NotReachable,
    };
}
