using SoundTime.Wire;

namespace SoundTime.Storage.Catalogue;

/// <summary>A piece of audio by content hash, with the names of its artist and album.</summary>
public sealed record Track
{
    /// <summary>Id in our API.</summary>
    public required Guid Id { get; init; }

    /// <summary>BLAKE3 of its bytes; one track for each hash.</summary>
    public required BlobHash Hash { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long FileSize { get; init; }

    /// <summary>What is known of it.</summary>
    public required TrackTags Tags { get; init; }

    /// <summary>Id of the artist.</summary>
    public required Guid ArtistId { get; init; }

    /// <summary>Id of the album, if it belongs to one.</summary>
    public Guid? AlbumId { get; init; }

    /// <summary>Cover: its own picture, else the album's.</summary>
    public BlobHash? CoverHash { get; init; }

    /// <summary>Whether a local file holds it; otherwise peers do.</summary>
    public required bool IsLocal { get; init; }

    /// <summary>When we first heard of it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
