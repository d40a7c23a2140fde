using SoundTime.Storage.Integrity;

namespace SoundTime.Storage.Sqlite;

/// <summary>The row of <c>scrub</c>.</summary>
internal sealed class ScrubRow
{
    public required long RoundStartedAt { get; init; }

    public long? RoundEndedAt { get; init; }

    public required int Part { get; init; }

    public string? Position { get; init; }

    public required long Checked { get; init; }

    public required long Bytes { get; init; }

    public required long Found { get; init; }

    public required long NotReachable { get; init; }

    public static ScrubRow From(ScrubProgress progress) => new()
    {
        RoundStartedAt = progress.RoundStartedAt.UtcTicks,
        RoundEndedAt = progress.RoundEndedAt?.UtcTicks,
        Part = (int)progress.Part,
        Position = progress.Position,
        Checked = progress.Checked,
        Bytes = progress.Bytes,
        Found = progress.Found,
        NotReachable = progress.NotReachable,
    };

    public ScrubProgress ToProgress() => new()
    {
        RoundStartedAt = RoundStartedAt.ToTime(),
        RoundEndedAt = RoundEndedAt?.ToTime(),
        Part = (ScrubPart)Part,
        Position = Position,
        Checked = Checked,
        Bytes = Bytes,
        Found = Found,
        NotReachable = NotReachable,
    };
}
