namespace SoundTime.Api;

/// <summary>What has come of a question since the update before.</summary>
/// <param name="Results">Tracks that are new, or that are known to be held by one more: one with the same hash as before replaces it.</param>
/// <param name="Asked">Peers that were asked.</param>
/// <param name="Answered">Peers that have answered.</param>
/// <param name="Failed">Peers that have not, and will not be waited for.</param>
/// <param name="Failure">For people: what could not be asked on this side; null where all could.</param>
public sealed record SearchUpdate(IReadOnlyList<SearchResult> Results, int Asked, int Answered, int Failed, string? Failure);
