using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>An album as <c>SqliteSearchIndex</c> selects it, with the name of its artist.</summary>
internal sealed class FoundAlbumRow
{
    public required byte[] Id { get; init; }

    public required string Title { get; init; }

    public required byte[] ArtistId { get; init; }

    public required string ArtistName { get; init; }

    public byte[]? CoverHash { get; init; }

    public FoundAlbum ToAlbum() => new(Id.ToGuid(), Title, ArtistId.ToGuid(), ArtistName, CoverHash.ToHash(), Id.ToGuid().ToTime());
}
