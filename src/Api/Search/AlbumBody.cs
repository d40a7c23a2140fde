using System.Text.Json.Serialization;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Search;

namespace SoundTime.Api;

/// <summary>An album as the API writes it (protocol sheet, section 9.6).</summary>
internal sealed record AlbumBody
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required Guid ArtistId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? ArtistName { get; init; }

    /// <summary>Not kept here.</summary>
    public string? ReleaseDate { get; }

    public required string? CoverUrl { get; init; }

    /// <summary>Kept of tracks alone.</summary>
    public string? Genre { get; }

    /// <summary>Kept of tracks alone.</summary>
    public short? Year { get; }

    /// <summary>UTC, so that it is written with a <c>Z</c>.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Writes an album that was found; its cover only where the picture is here to be shown.</summary>
    public static AlbumBody Of(FoundAlbum album, BlobStore blobs) => new()
    {
        Id = album.Id,
        Title = album.Title,
        ArtistId = album.ArtistId,
        ArtistName = album.ArtistName,
        CoverUrl = CoverEndpoint.UrlOf(album.CoverHash, blobs),
        CreatedAt = album.CreatedAt.UtcDateTime,
    };
}
