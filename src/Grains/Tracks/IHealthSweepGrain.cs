namespace SoundTime.Grains.Tracks;

/// <summary>
/// Looks after the tracks that peers hold, by a reminder: at each sweep at those in trouble, the longest unchecked first, and at the next of all, where the last sweep stopped. Its key is
/// <see cref="HealthSweepKey.Value"/>.
/// </summary>
public interface IHealthSweepGrain : IGrainWithStringKey
{
    /// <summary>Sets the reminder. Nothing happens where it is set already.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>How far the sweep is.</summary>
    Task<SweepProgress> DescribeAsync(CancellationToken cancellationToken);
}
