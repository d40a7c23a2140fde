namespace SoundTime.Storage.Catalogue;

/// <summary>Numbers of the whole catalogue.</summary>
/// <param name="LocalTracks">Tracks that we hold as local files: what a Pong says.</param>
/// <param name="RemoteTracks">Tracks that only peers hold.</param>
/// <param name="Albums">Albums.</param>
/// <param name="Artists">Artists.</param>
public sealed record CatalogueCounts(long LocalTracks, long RemoteTracks, long Albums, long Artists);
