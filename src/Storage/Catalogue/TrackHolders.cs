using SoundTime.Wire;

namespace SoundTime.Storage.Catalogue;

/// <summary>Who holds a track that is in the catalogue.</summary>
/// <param name="Id">The track's id in our API.</param>
/// <param name="IsLocal">Whether a file of ours holds it.</param>
/// <param name="Peers">Peers that announced it, the longest known first.</param>
public sealed record TrackHolders(Guid Id, bool IsLocal, IReadOnlyList<NodeId> Peers);
