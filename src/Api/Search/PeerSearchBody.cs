using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>What peers and the catalogue here know (protocol sheet, section 9.3), and besides who was asked.</summary>
internal sealed record PeerSearchBody(
    IReadOnlyList<SearchResult> Results,
    int Total,
    int Asked,
    int Answered,
    int Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? P2pError)
{
    /// <summary>The best so many of all that was found.</summary>
    public static PeerSearchBody Of(SearchGathering gathering, int limit)
    {
        var (asked, answered, failed, total, error) = gathering.Progress;
        return new PeerSearchBody([.. gathering.Best(limit)], total, asked, answered, failed, error);
    }
}
