using System.Text.Json.Serialization;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>A track as the API writes it (protocol sheet, section 9.6), with two fields of ours at the end.</summary>
internal sealed record TrackBody
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required Guid ArtistId { get; init; }

    public required Guid? AlbumId { get; init; }

    public required short? TrackNumber { get; init; }

    public required short? DiscNumber { get; init; }

    public required float DurationSecs { get; init; }

    public required string? Genre { get; init; }

    public required short? Year { get; init; }

    public required string Format { get; init; }

    public required int? Bitrate { get; init; }

    public required int? SampleRate { get; init; }

    /// <summary>Not kept here.</summary>
    public string? MusicbrainzId { get; }

    /// <summary>There are no users here.</summary>
    public Guid? UploadedBy { get; }

    /// <summary>Not counted here.</summary>
    public long PlayCount { get; }

    /// <summary>UTC, so that it is written with a <c>Z</c>.</summary>
    public required DateTime CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ArtistName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AlbumTitle { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CoverUrl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BestBitrate { get; init; }

    /// <summary><c>local</c>; absent where only peers hold it, whose best copy is chosen when it is played.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BestSource { get; init; }

    /// <summary>Ours: the content hash, by which copies can be told to be the same.</summary>
    public required string Hash { get; init; }

    /// <summary>Ours: whether a file of ours holds it.</summary>
    public required bool Local { get; init; }

    /// <summary>Writes a track of the catalogue; its cover only where the picture is here to be shown.</summary>
    public static TrackBody Of(Track track, BlobStore blobs) => new()
    {
        Id = track.Id,
        Title = track.Tags.Title,
        ArtistId = track.ArtistId,
        AlbumId = track.AlbumId,
        TrackNumber = track.Tags.TrackNumber,
        DiscNumber = track.Tags.DiscNumber,
        DurationSecs = track.Tags.DurationSecs,
        Genre = track.Tags.Genre,
        Year = track.Tags.Year,
        Format = track.Tags.Format,
        Bitrate = track.Tags.Bitrate,
        SampleRate = track.Tags.SampleRate,
        CreatedAt = track.CreatedAt.UtcDateTime,
        ArtistName = track.Tags.ArtistName,
        AlbumTitle = track.Tags.AlbumTitle,
        CoverUrl = CoverEndpoint.UrlOf(track.CoverHash, blobs),
        BestBitrate = track.IsLocal ? track.Tags.Bitrate : null,
        BestSource = track.IsLocal ? "local" : null,
        Hash = track.Hash.ToString(),
        Local = track.IsLocal,
    };
}
