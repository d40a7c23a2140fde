using System.Net;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>What one sender says of one node.</summary>
/// <param name="address">Where the node is said to be.</param>
/// <param name="now">When it was heard first.</param>
internal sealed class SwarmClaim(NodeAddress address, TimeSpan now)
{
    /// <summary>How often a claim that stands is news again.</summary>
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMinutes(1);

    /// <summary>How often a claim that changes is news at most: each piece of news makes us send something to the places that it names.</summary>
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromSeconds(5);

    private TimeSpan _lastNews = now;
    private bool _hasChanged;

    /// <summary>Where the node is said to be, by the last message.</summary>
    public NodeAddress Address { get; private set; } = address;

    /// <summary>When it was heard first.</summary>
    public TimeSpan FirstSeen { get; } = now;

    /// <summary>When it was heard last.</summary>
    public TimeSpan LastSeen { get; private set; } = now;

    /// <summary>It is said once more; answers whether that is news.</summary>
    public bool Repeat(NodeAddress address, TimeSpan now)
    {
        _hasChanged |= !Address.Hosts.SequenceEqual(address.Hosts) || !Address.Relays.SequenceEqual(address.Relays);
        (Address, LastSeen) = (address, now);
        if (now - _lastNews < (_hasChanged ? ChangeInterval : RepeatInterval))
        {
            return false;
        }

        (_hasChanged, _lastNews) = (false, now);
        return true;
    }
}
