using System.Text.Json;
using SoundTime.Storage.Integrity;

namespace SoundTime.Api;

/// <summary>How far the background scrub is, as the API writes it: the numbers are those of its present round, or of its last.</summary>
/// <param name="RoundStartedAt">When the round began; UTC, so that it is written with a <c>Z</c>, as the time below.</param>
/// <param name="RoundEndedAt">When it ended; null while it goes on.</param>
/// <param name="Part">What it walks now: <c>library</c> or <c>blobs</c>.</param>
/// <param name="Checked">Files and blobs that it has read to the end.</param>
/// <param name="Bytes">Bytes that it has read.</param>
/// <param name="Found">Files and blobs that it found something wrong with.</param>
/// <param name="NotReachable">Files that it could not see, as those of a disk that is not plugged in.</param>
internal sealed record ScrubBody(
    DateTime RoundStartedAt, DateTime? RoundEndedAt, string Part, long Checked, long Bytes, long Found, long NotReachable)
{
    /// <summary>Writes a progress; null where there is none yet.</summary>
    public static ScrubBody? Of(ScrubProgress? progress) => progress is null
        ? null
        : new(
            progress.RoundStartedAt.UtcDateTime,
            progress.RoundEndedAt?.UtcDateTime,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(progress.Part.ToString()),
            progress.Checked,
            progress.Bytes,
            progress.Found,
            progress.NotReachable);
}
