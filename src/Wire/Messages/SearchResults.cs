using System.Text.Json.Serialization;

namespace SoundTime.Wire.Messages;

/// <summary>The answer to a <see cref="SearchQuery"/>.</summary>
/// <param name="RequestId">The query's id.</param>
/// <param name="Results">The matches, best first, at most <see cref="WireLimits.MaxSearchResults"/>.</param>
/// <param name="Total">Number of matches by the node's account; Rust nodes repeat the number of results.</param>
public sealed record SearchResults(string RequestId, IReadOnlyList<SearchResultItem> Results, ulong Total) : Message
{
    /// <summary>How many results were left out in reading, because they have not the form of one: they cost only themselves, unless there is no other. Does not cross the wire.</summary>
    [JsonIgnore]
    public int Rejected { get; init; }
}
