using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>A page of what the catalogue knows (protocol sheet, section 9.6), and what peers know besides.</summary>
internal sealed record SearchBody(IReadOnlyList<TrackBody> Tracks, IReadOnlyList<AlbumBody> Albums, IReadOnlyList<ArtistBody> Artists)
{
    /// <summary>Entries of the three lists.</summary>
    public int Total => Tracks.Count + Albums.Count + Artists.Count;

    /// <summary>Absent where peers were not asked, or know nothing else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SearchResult>? P2pResults { get; init; }

    /// <summary>Ours, for people: what peers may know besides, and why that is not here; absent where nothing is missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? P2pError { get; init; }
}
