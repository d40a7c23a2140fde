using System.Text.Json;
using SoundTime.Storage.Health;

namespace SoundTime.Api;

/// <summary>How the API names healths and failures: in snake case.</summary>
internal static class HealthText
{
    private static readonly TrackHealthState[] States = Enum.GetValues<TrackHealthState>();

    /// <summary>The names of all states, for people.</summary>
    public static string AllStates { get; } = string.Join(", ", States.Select(Of));

    /// <summary>The name of a state, such as <c>healthy</c>.</summary>
    public static string Of(TrackHealthState state) => Name(state.ToString());

    /// <summary>The name of a failure, such as <c>wrong_bytes</c>.</summary>
    public static string? Of(CopyFailure? failure) => failure is { } value ? Name(value.ToString()) : null;

    /// <summary>The state of this name; null where it is none.</summary>
    public static TrackHealthState? Parse(string name) => States.Cast<TrackHealthState?>().FirstOrDefault(state => Of(state!.Value) == name);

    private static string Name(string value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value);
}
