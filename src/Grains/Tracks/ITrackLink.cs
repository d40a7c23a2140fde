using SoundTime.Wire;

namespace SoundTime.Grains.Tracks;

/// <summary>What grains of tracks have the node do. Ends within its own time limits, and answers what came of it instead of throwing.</summary>
public interface ITrackLink
{
    /// <summary>Whether the verified bytes of a track are here; null where that cannot be told, as the disk cannot be read.</summary>
    bool? IsHere(BlobHash hash);

    /// <summary>Fetches a track, as if somebody wanted to hear it, and waits for its end.</summary>
    Task<FetchOutcome> FetchAsync(BlobHash hash, CancellationToken cancellationToken);
}
