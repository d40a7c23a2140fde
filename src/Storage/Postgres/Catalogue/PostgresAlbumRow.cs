namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>albums</c>.</summary>
internal sealed class PostgresAlbumRow
{
    public required Guid Id { get; init; }

    public required Guid ArtistId { get; init; }

    public required string Title { get; init; }

    public byte[]? CoverHash { get; init; }

    public required bool CoverIsLocal { get; init; }

    /// <summary>Whether a track's picture might take the place of the cover: ours gives way to no peer's.</summary>
    public bool MayTake(byte[] cover, bool isLocal) =>
        CoverHash is null || (CoverIsLocal == isLocal ? !CoverHash.AsSpan().SequenceEqual(cover) : isLocal);
}
