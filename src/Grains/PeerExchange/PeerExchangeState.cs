namespace SoundTime.Grains.PeerExchange;

/// <summary>What the exchange of peers keeps.</summary>
public sealed class PeerExchangeState
{
    /// <summary>The peer that was exchanged with last, in the order of ids; null before the first.</summary>
    public string? Cursor { get; set; }
}
