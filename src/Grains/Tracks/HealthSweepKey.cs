namespace SoundTime.Grains.Tracks;

/// <summary>The one key of <see cref="IHealthSweepGrain"/>.</summary>
public static class HealthSweepKey
{
    /// <summary>The key.</summary>
    public const string Value = "all";
}
