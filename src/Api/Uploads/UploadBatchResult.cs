using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>What became of one file of a batch.</summary>
/// <param name="File">Its name.</param>
/// <param name="Status">The status it would have had alone.</param>
/// <param name="Track">The track; absent where the file was not taken in.</param>
/// <param name="Error">Why not; absent where it was.</param>
internal sealed record UploadBatchResult(
    string File,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UploadBody? Track,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
