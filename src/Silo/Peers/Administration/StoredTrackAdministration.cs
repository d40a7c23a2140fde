using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>What the admin does with tracks that only peers hold, on a node that talks to no others: no grains run there, and nobody else writes healths.</summary>
internal sealed class StoredTrackAdministration(ICatalogue catalogue, ITrackHealthStore health) : ITrackAdministration
{
    /// <summary>Most tries to write: only another request of the admin's can come between.</summary>
    private const int MaxTries = 3;

    /// <inheritdoc/>
    public Task<bool> DereferenceAsync(BlobHash hash, CancellationToken cancellationToken) =>
        SaveAsync(hash, seen => seen with { State = TrackHealthState.Dereferenced, IsTakenOut = true }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RereferenceAsync(BlobHash hash, CancellationToken cancellationToken) =>
        SaveAsync(hash, seen => TrackHealth.Healthy with { CheckedAt = seen.CheckedAt, Version = seen.Version }, cancellationToken);

    /// <inheritdoc/>
    public long ScoreOf(Copy copy, bool isOnline, IReadOnlyList<Copy> copies) => CopyScore.Of(copy, isOnline, CopyScore.AreOpus(copies));

    /// <inheritdoc/>
    public Task<SweepStatus?> ReadSweepAsync(CancellationToken cancellationToken) => Task.FromResult<SweepStatus?>(null);

    private async Task<bool> SaveAsync(BlobHash hash, Func<TrackHealth, TrackHealth> change, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await catalogue.FindTrackAsync(hash, cancellationToken) is not { IsLocal: false })
            {
                return false;
            }

            var seen = await health.FindAsync(hash, cancellationToken);
            var changed = change(seen);
            if (changed == seen || await health.SaveAsync([new HealthChange(hash, changed)], cancellationToken) == 1)
            {
                return true;
            }
        }

        throw new StorageException(StorageFailure.Busy, "The health of a track was changed again and again meanwhile.");
    }
}
