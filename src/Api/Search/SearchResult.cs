namespace SoundTime.Api;

/// <summary>A track that was found: the fields of the protocol sheet, section 2.2, and who holds it.</summary>
public sealed record SearchResult
{
    /// <summary>BLAKE3 of its bytes, 64 hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Artist.</summary>
    public required string ArtistName { get; init; }

    /// <summary>Album, if it is on one.</summary>
    public required string? AlbumTitle { get; init; }

    /// <summary>Duration in seconds.</summary>
    public required float DurationSecs { get; init; }

    /// <summary>Lower-case name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>Genre.</summary>
    public required string? Genre { get; init; }

    /// <summary>Year of release.</summary>
    public required short? Year { get; init; }

    /// <summary>Bitrate in kbps.</summary>
    public required int? Bitrate { get; init; }

    /// <summary>The first of those who hold it.</summary>
    public required string SourceNode { get; init; }

    /// <summary>The recording's MusicBrainz id.</summary>
    public required string? MusicbrainzId { get; init; }

    /// <summary>How well it matches, from 0 to 1.</summary>
    public required float Relevance { get; init; }

    /// <summary>Ours: its id in our API, by which it can be played; null where it is in no catalogue here yet.</summary>
    public required Guid? TrackId { get; init; }

    /// <summary>Ours: whether a file of ours holds it.</summary>
    public required bool Local { get; init; }

    /// <summary>Ours: ids of all nodes that hold it, as far as is known.</summary>
    public required IReadOnlyList<string> Holders { get; init; }
}
