namespace SoundTime.Grains.Search;

/// <summary>What came of a question since somebody looked last.</summary>
/// <param name="Version">Where this ends: what to ask for the next part with.</param>
/// <param name="Hits">Tracks that are new or changed (another holder), own first, then by relevance.</param>
/// <param name="Asked">Peers that were asked.</param>
/// <param name="Answered">Peers that have answered.</param>
/// <param name="Failed">Peers that have not, and will not be waited for.</param>
/// <param name="Failure">For people: why the catalogue here, or the choice of peers, could not be asked. Null where it could.</param>
/// <param name="IsComplete">Whether no more comes.</param>
public sealed record SearchProgress(long Version, SearchHit[] Hits, int Asked, int Answered, int Failed, string? Failure, bool IsComplete);
