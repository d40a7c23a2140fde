using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>What the admin does with tracks that only peers hold, and what the node knows of them beside the tables.</summary>
public interface ITrackAdministration
{
    /// <summary>Takes a track out: it is not played until the admin takes it in again. Answers false if it is not one that only peers hold.</summary>
    /// <exception cref="StorageException">Its health cannot be written.</exception>
    Task<bool> DereferenceAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>Takes a track in again, as one that is well. Answers false if it is not one that only peers hold.</summary>
    /// <exception cref="StorageException">Its health cannot be written.</exception>
    Task<bool> RereferenceAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>How good a copy is, by which the one is chosen that is played; higher is better.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="isOnline">Whether its peer answered when it was last asked.</param>
    /// <param name="copies">All copies of the track, which are the same bytes: what one of their peers says of the format may tell what another's means.</param>
    long ScoreOf(Copy copy, bool isOnline, IReadOnlyList<Copy> copies);

    /// <summary>How far the sweep over all these tracks is; null where there is none, as P2P is off.</summary>
    /// <exception cref="StorageException">That cannot be read.</exception>
    Task<SweepStatus?> ReadSweepAsync(CancellationToken cancellationToken);
}
