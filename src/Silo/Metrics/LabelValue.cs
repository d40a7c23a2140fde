using System.Text.Json;

namespace SoundTime.Silo.Metrics;

/// <summary>How kinds are written as values of labels.</summary>
internal static class LabelValue
{
    /// <summary>The name in snake case.</summary>
    public static string Of<TKind>(TKind kind)
        where TKind : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
