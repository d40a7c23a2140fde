namespace SoundTime.Bench;

/// <summary>A track that is played.</summary>
/// <param name="Id">Its id at the node that plays it.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record PlayedTrack(Guid Id, string Hash, long Length);
