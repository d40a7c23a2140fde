namespace SoundTime.Storage.Catalogue;

/// <summary>What an import led to.</summary>
/// <param name="Track">The track as it stands now.</param>
/// <param name="IsNew">Whether its bytes were not held as a local file before: such a track is announced to peers.</param>
public sealed record ImportedTrack(Track Track, bool IsNew);
