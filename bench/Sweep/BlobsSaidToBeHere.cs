using SoundTime.Grains.Tracks;
using SoundTime.Wire;

namespace SoundTime.Bench;

/// <summary>Answers for all tracks at once whether their bytes are here, without a look at the disk.</summary>
internal sealed class BlobsSaidToBeHere : ITrackLink
{
    /// <summary>Whether they are.</summary>
    public bool AreHere { get; set; }

    public bool? IsHere(BlobHash hash) => AreHere;

    public Task<FetchOutcome> FetchAsync(BlobHash hash, CancellationToken cancellationToken) =>
        throw new BenchException("A sweep that may fetch nothing fetched a track.");
}
