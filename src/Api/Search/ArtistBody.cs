using SoundTime.Storage.Search;

namespace SoundTime.Api;

/// <summary>An artist as the API writes it (protocol sheet, section 9.6).</summary>
internal sealed record ArtistBody
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Not kept here.</summary>
    public string? MusicbrainzId { get; }

    /// <summary>Not kept here.</summary>
    public string? Bio { get; }

    /// <summary>Not kept here.</summary>
    public string? ImageUrl { get; }

    /// <summary>UTC, so that it is written with a <c>Z</c>.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Writes an artist that was found.</summary>
    public static ArtistBody Of(FoundArtist artist) => new() { Id = artist.Id, Name = artist.Name, CreatedAt = artist.CreatedAt.UtcDateTime };
}
