using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Health;

/// <summary>A track that only peers hold, with what is known of its health.</summary>
/// <param name="Track">The track.</param>
/// <param name="Health">Its health.</param>
/// <param name="Copies">Who offers it, the longest known first, at most <see cref="ITrackHealthStore.MaxCopiesListed"/>.</param>
/// <param name="Strikes">What is known against copies; those of which nothing is are not in it.</param>
public sealed record RemoteTrack(Track Track, TrackHealth Health, IReadOnlyList<Copy> Copies, IReadOnlyList<CopyStrikes> Strikes);
