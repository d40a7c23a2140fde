using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>An album whose cover is wanted, as <c>SqliteCoverStore</c> selects it.</summary>
internal sealed class WantedCoverRow
{
    public required byte[] AlbumId { get; init; }

    public required byte[] Hash { get; init; }

    public required string ArtistName { get; init; }

    public required string AlbumTitle { get; init; }

    public required int Tries { get; init; }

    public WantedCover ToWantedCover() => new(AlbumId.ToGuid(), new BlobHash(Hash), ArtistName, AlbumTitle, Tries);
}
