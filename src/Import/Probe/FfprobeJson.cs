using System.Text.Json.Serialization;

namespace SoundTime.Import;

/// <summary>Generated reading of ffprobe's JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FfprobeOutput))]
internal sealed partial class FfprobeJson : JsonSerializerContext;
