using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>How a sync goes or ended, as the API writes it (protocol sheet, section 9.4): what does not belong to the status is left out.</summary>
internal sealed record SyncTaskBody
{
    /// <summary><c>idle</c>, <c>running</c>, <c>completed</c> or <c>error</c>.</summary>
    public required string Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PeerId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SyncProgressBody? Progress { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SyncResultBody? Result { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>Writes a status.</summary>
    public static SyncTaskBody Of(LibrarySyncStatus status) => status switch
    {
        { State: LibrarySyncState.Running, Progress: { } progress } => new()
        {
            Status = "running",
            PeerId = status.Peer?.ToString(),
            Progress = new(progress.Processed, progress.Total, progress.Phase),
        },
        { State: LibrarySyncState.Completed, Result: { } result } => new()
        {
            Status = "completed",
            Result = new(status.Peer?.ToString(), result.TracksSynced, result.TracksAlreadyKnown, result.Missing, result.Duration.TotalSeconds),
        },
        { State: LibrarySyncState.Failed } => new() { Status = "error", Message = status.Failure },
        _ => new() { Status = "idle" },
    };
}
