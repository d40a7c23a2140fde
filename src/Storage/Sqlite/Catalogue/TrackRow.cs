using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>A track as <c>SqliteCatalogue</c> selects it, with the names of its artists and album.</summary>
internal class TrackRow
{
    public required byte[] Id { get; init; }

    public required byte[] Hash { get; init; }

    public required bool IsLocal { get; init; }

    public required long FileSize { get; init; }

    public required string Title { get; init; }

    public required byte[] ArtistId { get; init; }

    public required string ArtistName { get; init; }

    public byte[]? AlbumArtistId { get; init; }

    public string? AlbumArtistName { get; init; }

    public byte[]? AlbumId { get; init; }

    public string? AlbumTitle { get; init; }

    public required double DurationSecs { get; init; }

    public required string Format { get; init; }

    public string? Genre { get; init; }

    public short? Year { get; init; }

    public short? TrackNumber { get; init; }

    public short? DiscNumber { get; init; }

    public int? Bitrate { get; init; }

    public int? SampleRate { get; init; }

    public byte[]? CoverHash { get; init; }

    public byte[]? AlbumCoverHash { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>Number of its last change, where that was asked for.</summary>
    public long Change { get; init; }

    /// <summary>What its source said of it.</summary>
    public TrackFacts ToFacts() => new(new BlobHash(Hash), FileSize, ToTags(), CoverHash.ToHash());

    /// <summary>Whether it is found by the same words as a track with these tags.</summary>
    public bool HasWordsOf(TrackTags tags) => (Title, ArtistName, AlbumTitle) == (tags.Title, tags.ArtistName, tags.AlbumTitle);

    public Track ToTrack() => new()
    {
        Id = Id.ToGuid(),
        Hash = new BlobHash(Hash),
        FileSize = FileSize,
        Tags = ToTags(),
        ArtistId = ArtistId.ToGuid(),
        AlbumId = AlbumId?.ToGuid(),
        CoverHash = (CoverHash ?? AlbumCoverHash).ToHash(),
        IsLocal = IsLocal,
        CreatedAt = CreatedAt.ToTime(),
    };

    private TrackTags ToTags() => new()
    {
        Title = Title,
        ArtistName = ArtistName,
        AlbumArtistName = AlbumArtistName,
        AlbumTitle = AlbumTitle,
        DurationSecs = (float)DurationSecs,
        Format = Format,
        Genre = Genre,
        Year = Year,
        TrackNumber = TrackNumber,
        DiscNumber = DiscNumber,
        Bitrate = Bitrate,
        SampleRate = SampleRate,
    };
}
