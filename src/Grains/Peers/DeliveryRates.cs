namespace SoundTime.Grains.Peers;

/// <summary>How fast a peer sends tracks, as a running mean: each delivery counts a quarter, so that after five of them three quarters of what is said are of these.</summary>
internal static class DeliveryRates
{
    /// <summary>Fewest bytes whose time says something: less comes in one breath, or waits for the network more than for the peer.</summary>
    public const long LeastBytes = 256 << 10;

    /// <summary>Highest rate that is believed, in bytes a second: a hundred gigabits.</summary>
    public const long MaxRate = 12_500_000_000;

    /// <summary>What a new delivery counts for.</summary>
    private const double Weight = 0.25;

    /// <summary>The mean in bytes a second after one more delivery; the same as before where that one says nothing.</summary>
    public static long? Next(long? mean, long bytes, double seconds)
    {
        if (bytes < LeastBytes || !double.IsFinite(seconds) || seconds <= 0)
        {
            return mean;
        }

        var rate = Math.Min(bytes / seconds, MaxRate);
        return (long)(mean is { } before ? before + ((rate - before) * Weight) : rate);
    }
}
