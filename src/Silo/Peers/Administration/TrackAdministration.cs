using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>What the admin does with tracks that only peers hold, done by the grain of each.</summary>
internal sealed class TrackAdministration(IGrainFactory grains, TimeProvider time) : ITrackAdministration
{
    /// <summary>Longest that a call of a grain takes.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public Task<bool> DereferenceAsync(BlobHash hash, CancellationToken cancellationToken) =>
        GrainOf(hash).DereferenceAsync(cancellationToken).WaitAsync(CallLimit, time, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RereferenceAsync(BlobHash hash, CancellationToken cancellationToken) =>
        GrainOf(hash).RereferenceAsync(cancellationToken).WaitAsync(CallLimit, time, cancellationToken);

    /// <inheritdoc/>
    public long ScoreOf(Copy copy, bool isOnline, IReadOnlyList<Copy> copies) => CopyScore.Of(copy, isOnline, CopyScore.AreOpus(copies));

    /// <inheritdoc/>
    public async Task<SweepStatus?> ReadSweepAsync(CancellationToken cancellationToken)
    {
        var progress = await grains.GetGrain<IHealthSweepGrain>(HealthSweepKey.Value).DescribeAsync(cancellationToken).WaitAsync(CallLimit, time, cancellationToken);
        return new SweepStatus(
            progress.Position,
            progress.RoundStartedAt,
            progress.LastRoundStartedAt,
            progress.LastSweepAt,
            progress.Checked,
            progress.Here,
            progress.WithoutSource,
            progress.Restored);
    }

    private ITrackGrain GrainOf(BlobHash hash) => grains.GetGrain<ITrackGrain>(hash.ToString());
}
