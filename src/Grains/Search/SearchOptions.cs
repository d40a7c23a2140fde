namespace SoundTime.Grains.Search;

/// <summary>What the admin set of searches.</summary>
public sealed record SearchOptions
{
    /// <summary>Most peers that one question asks, from 0 (none) to <see cref="SearchLimits.MaxPeers"/>.</summary>
    public int Peers { get; init; } = 10;

    /// <summary>Most bytes that the filters of peers may take in a process.</summary>
    public long FilterMemory { get; init; } = Search.FilterMemory.BudgetOfMachine();
}
