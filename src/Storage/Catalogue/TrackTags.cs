namespace SoundTime.Storage.Catalogue;

/// <summary>What is known of a track besides its bytes. Text is trimmed and within the caps of the wire (<c>CatalogueLimits</c>).</summary>
public sealed record TrackTags
{
    /// <summary>Title; the file name where the file says none.</summary>
    public required string Title { get; init; }

    /// <summary>Artist; <c>Unknown</c> where the file says none.</summary>
    public required string ArtistName { get; init; }

    /// <summary>Artist of the album, where it differs from or stands beside the track's.</summary>
    public string? AlbumArtistName { get; init; }

    /// <summary>Title of the album.</summary>
    public string? AlbumTitle { get; init; }

    /// <summary>Duration in seconds, finite and not negative.</summary>
    public required float DurationSecs { get; init; }

    /// <summary>Format as the wire names it: <c>mp3 flac ogg opus aac wav aiff</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Genre.</summary>
    public string? Genre { get; init; }

    /// <summary>Year of release.</summary>
    public short? Year { get; init; }

    /// <summary>Number on its disc, from 1.</summary>
    public short? TrackNumber { get; init; }

    /// <summary>Number of the disc, from 1.</summary>
    public short? DiscNumber { get; init; }

    /// <summary>Bitrate in kbps.</summary>
    public int? Bitrate { get; init; }

    /// <summary>Sample rate in Hz.</summary>
    public int? SampleRate { get; init; }
}
