using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>A track as <c>PostgresCatalogue</c> selects it, with the names of its artists and album.</summary>
internal class PostgresTrackRow
{
    public required Guid Id { get; init; }

    public required byte[] Hash { get; init; }

    public required bool IsLocal { get; init; }

    public required long FileSize { get; init; }

    public required string Title { get; init; }

    public required Guid ArtistId { get; init; }

    public required string ArtistName { get; init; }

    public Guid? AlbumArtistId { get; init; }

    public string? AlbumArtistName { get; init; }

    public Guid? AlbumId { get; init; }

    public string? AlbumTitle { get; init; }

    public required float DurationSecs { get; init; }

    public required string Format { get; init; }

    public string? Genre { get; init; }

    public short? Year { get; init; }

    public short? TrackNumber { get; init; }

    public short? DiscNumber { get; init; }

    public int? Bitrate { get; init; }

    public int? SampleRate { get; init; }

    public byte[]? CoverHash { get; init; }

    public byte[]? AlbumCoverHash { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>Number of its last change while it was local.</summary>
    public long? Change { get; init; }

    /// <summary>What it is filed under.</summary>
    public PostgresTrackNames Names => new(ArtistId, AlbumArtistId, AlbumId);

    /// <summary>What its source said of it.</summary>
    public TrackFacts ToFacts() => new(new BlobHash(Hash), FileSize, ToTags(), ToHash(CoverHash));

    /// <summary>Whether it is found by the same words as a track with these tags.</summary>
    public bool HasWordsOf(TrackTags tags) => (Title, ArtistName, AlbumTitle) == (tags.Title, tags.ArtistName, tags.AlbumTitle);

    public Track ToTrack() => new()
    {
        Id = Id,
        Hash = new BlobHash(Hash),
        FileSize = FileSize,
        Tags = ToTags(),
        ArtistId = ArtistId,
        AlbumId = AlbumId,
        CoverHash = ToHash(CoverHash ?? AlbumCoverHash),
        IsLocal = IsLocal,
        CreatedAt = CreatedAt,
    };

    private static BlobHash? ToHash(byte[]? bytes) => bytes is null ? null : new BlobHash(bytes);

    private TrackTags ToTags() => new()
    {
        Title = Title,
        ArtistName = ArtistName,
        AlbumArtistName = AlbumArtistName,
        AlbumTitle = AlbumTitle,
        DurationSecs = DurationSecs,
        Format = Format,
        Genre = Genre,
        Year = Year,
        TrackNumber = TrackNumber,
        DiscNumber = DiscNumber,
        Bitrate = Bitrate,
        SampleRate = SampleRate,
    };
}
