using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Health;

/// <summary>A track that only peers hold, with what is known of its health.</summary>
/// <param name="Track">The track.</param>
/// <param name="Health">Its health.</param>
/// <param name="Copies">Who offers it, the longest known first, at most <see cref="ITrackHealthStore.MaxCopiesListed"/>.</param>
/// <param name="Strikes">What is known against copies; those of which nothing is are not in it.</param>
public sealed record RemoteTrack(Track Track, TrackHealth Health, IReadOnlyList<Copy> Copies, IReadOnlyList<CopyStrikes> Strikes)
{
    /// <param name="track">The track.</param>
    /// <param name="health">Its health.</param>
    /// <param name="copies">Copies of this track and others, in any order, with what is known against each.</param>
    internal static RemoteTrack From(Track track, TrackHealth health, ILookup<BlobHash, (Copy Copy, CopyStrikes? Strikes)> copies)
    {
        var offered = copies[track.Hash].OrderBy(row => row.Copy.AnnouncedAt).ThenBy(row => row.Copy.Id).ToList();
        return new RemoteTrack(track, health, [.. offered.Select(row => row.Copy)], [.. offered.Select(row => row.Strikes).OfType<CopyStrikes>()]);
    }
}
