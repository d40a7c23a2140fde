using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>How far a search has come, and at its end what came of it.</summary>
/// <param name="Asked">Peers that were asked.</param>
/// <param name="Answered">Peers that have answered.</param>
/// <param name="Failed">Peers that have not, and will not be waited for.</param>
/// <param name="Total">Tracks that were found, each counted once.</param>
/// <param name="P2pError">For people: what is missing, and why; absent where nothing is.</param>
internal sealed record SearchProgressBody(
    int Asked, int Answered, int Failed, int Total, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? P2pError);
