using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>artists</c>.</summary>
internal sealed class FoundArtistRow
{
    public required byte[] Id { get; init; }

    public required string Name { get; init; }

    public FoundArtist ToArtist() => new(Id.ToGuid(), Name, Id.ToGuid().ToTime());
}
