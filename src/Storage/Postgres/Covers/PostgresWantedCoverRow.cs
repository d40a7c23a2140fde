using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>An album whose cover is wanted, as <c>PostgresCoverStore</c> selects it.</summary>
internal sealed class PostgresWantedCoverRow
{
    public required Guid AlbumId { get; init; }

    public required byte[] Hash { get; init; }

    public required string ArtistName { get; init; }

    public required string AlbumTitle { get; init; }

    public required int Tries { get; init; }

    public WantedCover ToWantedCover() => new(AlbumId, new BlobHash(Hash), ArtistName, AlbumTitle, Tries);
}
