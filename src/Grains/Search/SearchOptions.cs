namespace SoundTime.Grains.Search;

/// <summary>What the admin set of searches.</summary>
/// <param name="Peers">Most peers that one question asks, from 0 (none) to <see cref="SearchLimits.MaxPeers"/>.</param>
public sealed record SearchOptions(int Peers = SearchOptions.DefaultPeers)
{
    /// <summary>Most peers that one question asks, unless set otherwise.</summary>
    public const int DefaultPeers = 10;
}
