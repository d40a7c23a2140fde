using SoundTime.Wire;

namespace SoundTime.Storage.Health;

/// <summary>A track as the sweep sees it.</summary>
/// <param name="Id">Its id, in whose order the sweep goes.</param>
/// <param name="Hash">The track.</param>
/// <param name="FileSize">Size in bytes.</param>
/// <param name="Health">What is known of it.</param>
/// <param name="HasOnlineHolder">Whether a peer that is online offers it.</param>
public sealed record SweptTrack(Guid Id, BlobHash Hash, long FileSize, TrackHealth Health, bool HasOnlineHolder);
