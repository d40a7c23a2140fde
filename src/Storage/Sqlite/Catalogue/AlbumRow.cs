namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>albums</c>, as <c>AlbumTable</c> selects it.</summary>
internal sealed class AlbumRow
{
    public required byte[] Id { get; init; }

    public required byte[] ArtistId { get; init; }

    public required string Title { get; init; }

    public byte[]? CoverHash { get; set; }

    public required bool CoverIsLocal { get; set; }
}
