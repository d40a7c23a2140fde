using System.Net;
using System.Runtime.InteropServices;
using SoundTime.Wire;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>
/// What is said on one link. Nothing of it is proved, so what senders say of a node stands side by side: who claims another's id adds places to it that do
/// not answer with its key, and takes none away.
/// </summary>
internal sealed class SwarmClaims
{
    /// <summary>Rounds of the swarm that a member may miss (iroh sheet, section 6).</summary>
    private const int RoundsUntilExpiry = 3;

    private readonly Dictionary<(NodeId Node, IPAddress Sender), SwarmClaim> _claims = [];
    private readonly Dictionary<NodeId, int> _perNode = [];
    private readonly Dictionary<IPAddress, int> _perSender = [];

    /// <summary>Nodes that are known.</summary>
    public int NodeCount => _perNode.Count;

    /// <summary>All claims.</summary>
    public IEnumerable<SwarmClaim> All => _claims.Values;

    /// <summary>Takes in what a sender says; answers whether that is news.</summary>
    public bool Add(IPAddress sender, NodeAddress address, TimeSpan now)
    {
        if (_claims.TryGetValue((address.Id, sender), out var claim))
        {
            return claim.Repeat(address, now);
        }

        if (_claims.Count >= LocalDiscoveryLimits.MaxClaims || _perSender.GetValueOrDefault(sender) >= LocalDiscoveryLimits.MaxClaimsPerSender)
        {
            return false;
        }

        _claims.Add((address.Id, sender), new SwarmClaim(address, now));
        CollectionsMarshal.GetValueRefOrAddDefault(_perNode, address.Id, out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_perSender, sender, out _)++;
        return true;
    }

    /// <summary>Forgets those that were silent for longer than their turns take: the larger the swarm, the rarer the turns.</summary>
    public void Expire(TimeSpan now)
    {
        // Oneself is a member, too.
        var members = NodeCount + 1;
        var grace = SwarmPacing.Tau * RoundsUntilExpiry * members / Math.Min(SwarmPacing.Cutoff, members);
        foreach (var (key, claim) in _claims)
        {
            if (now - claim.LastSeen >= grace)
            {
                _claims.Remove(key);
                Release(_perNode, key.Node);
                Release(_perSender, key.Sender);
            }
        }
    }

    private static void Release<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        if (--CollectionsMarshal.GetValueRefOrNullRef(counts, key) == 0)
        {
            counts.Remove(key);
        }
    }
}
