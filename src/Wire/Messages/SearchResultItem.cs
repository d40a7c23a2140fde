namespace SoundTime.Wire.Messages;

/// <summary>One match of a search: the 12 fields of the protocol sheet, section 2.2, in their order on the wire.</summary>
public sealed record SearchResultItem
{
    /// <summary>BLAKE3 of the file, 64 lower-case hex digits in genuine traffic.</summary>
    public required string Hash { get; init; }

    /// <summary>Title of the track.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the track's artist.</summary>
    public required string ArtistName { get; init; }

    /// <summary>Title of the album.</summary>
    public string? AlbumTitle { get; init; }

    /// <summary>Duration in seconds.</summary>
    public required float DurationSecs { get; init; }

    /// <summary>Lower-case format name, such as <c>flac</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Genre.</summary>
    public string? Genre { get; init; }

    /// <summary>Year of release.</summary>
    public short? Year { get; init; }

    /// <summary>Bitrate in kbps, as genuine traffic has it.</summary>
    public int? Bitrate { get; init; }

    /// <summary>The node that answers, by its own account.</summary>
    public required string SourceNode { get; init; }

    /// <summary>The recording's MusicBrainz id.</summary>
    public string? MusicbrainzId { get; init; }

    /// <summary>How well it matches; comparable within one node's answer only.</summary>
    public required float Relevance { get; init; }
}
