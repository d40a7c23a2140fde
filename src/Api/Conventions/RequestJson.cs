using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>How the API reads the JSON of requests: what is required must be there and not null, what is unknown is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NewPeerBody))]
[JsonSerializable(typeof(BlockBody))]
[JsonSerializable(typeof(IReadOnlyList<BlockBody>))]
[JsonSerializable(typeof(SettingValueBody))]
internal sealed partial class RequestJson : JsonSerializerContext;
