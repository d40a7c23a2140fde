namespace SoundTime.Storage.Postgres;

/// <summary>What a track is filed under.</summary>
/// <param name="ArtistId">Its artist.</param>
/// <param name="AlbumArtistId">The artist of its album, where one is named.</param>
/// <param name="AlbumId">Its album, if it belongs to one.</param>
internal readonly record struct PostgresTrackNames(Guid ArtistId, Guid? AlbumArtistId, Guid? AlbumId);
