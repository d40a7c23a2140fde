using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>The answer of one check.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>failing</c>.</param>
/// <param name="Detail">What is wrong; absent where nothing is.</param>
internal sealed record HealthCheckBody(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail);
