namespace SoundTime.Grains.PeerExchange;

/// <summary>The key of the one grain that exchanges peers.</summary>
public static class PeerExchangeKey
{
    /// <summary>The key.</summary>
    public const string Value = "exchange";
}
