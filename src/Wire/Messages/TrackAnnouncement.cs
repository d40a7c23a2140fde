namespace SoundTime.Wire.Messages;

/// <summary>
/// What a peer says of one track: the 16 fields of the protocol sheet, section 2.1, in their order on the wire.
/// </summary>
/// <remarks>Everything here is a claim. Ids and hashes are kept as the text that came; whoever stores them checks them first.</remarks>
public sealed record TrackAnnouncement
{
    /// <summary>BLAKE3 of the file, 64 lower-case hex digits in genuine traffic.</summary>
    public required string Hash { get; init; }

    /// <summary>Title of the track, at most 255 characters in genuine traffic.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the track's artist, at most 255 characters in genuine traffic.</summary>
    public required string ArtistName { get; init; }

    /// <summary>Name of the album's artist; absent in messages of older builds and in their catalogue pages.</summary>
    public string? AlbumArtistName { get; init; }

    /// <summary>Title of the album.</summary>
    public string? AlbumTitle { get; init; }

    /// <summary>Duration in seconds.</summary>
    public required float DurationSecs { get; init; }

    /// <summary>Lower-case format name, such as <c>flac</c>; at most 16 characters in genuine traffic.</summary>
    public required string Format { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long FileSize { get; init; }

    /// <summary>Genre, at most 128 characters in genuine traffic.</summary>
    public string? Genre { get; init; }

    /// <summary>Year of release.</summary>
    public short? Year { get; init; }

    /// <summary>Number on its disc, from 1.</summary>
    public short? TrackNumber { get; init; }

    /// <summary>Number of the disc, from 1.</summary>
    public short? DiscNumber { get; init; }

    /// <summary>Bitrate in kbps, as genuine traffic has it.</summary>
    public int? Bitrate { get; init; }

    /// <summary>Sample rate in Hz.</summary>
    public int? SampleRate { get; init; }

    /// <summary>The node the track comes from, by its own account; the sender's id in genuine traffic.</summary>
    public required string OriginNode { get; init; }

    /// <summary>BLAKE3 of the cover image. Never anything but null or a whole hash: other text crashes Rust nodes (weakness W2).</summary>
    public string? CoverHash { get; init; }
}
