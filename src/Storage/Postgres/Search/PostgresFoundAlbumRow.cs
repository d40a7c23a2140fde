using SoundTime.Storage.Search;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>An album as <c>PostgresSearchIndex</c> selects it, with the name of its artist.</summary>
internal sealed class PostgresFoundAlbumRow
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required Guid ArtistId { get; init; }

    public required string ArtistName { get; init; }

    public byte[]? CoverHash { get; init; }

    public FoundAlbum ToAlbum() => new(Id, Title, ArtistId, ArtistName, CoverHash is null ? null : new BlobHash(CoverHash), Id.ToTime());
}
