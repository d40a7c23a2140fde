using System.Net;
using System.Net.Sockets;
using SoundTime.Wire;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>
/// This node among those of one link: when it speaks, and what it has heard. Each link is a swarm of its own, since what is heard on one says nothing of
/// another. Pure: it is told the time, from any beginning, and what comes in. Not for several threads at once.
/// </summary>
internal sealed class LinkSwarm
{
    /// <summary>How often silent members are looked for, as other nodes do.</summary>
    private static readonly TimeSpan ExpiryInterval = SwarmPacing.Tau * 1.235;

    private readonly NodeId _own;
    private readonly SwarmPacing _pacing;
    private readonly SwarmClaims _claims = new();
    private TimeSpan _nextExpiry;

    /// <summary>Joins the swarm.</summary>
    public LinkSwarm(NodeId own, NetworkLink link, Random random, TimeSpan now)
    {
        (_own, Link, _nextExpiry) = (own, link, now + ExpiryInterval);
        _pacing = new SwarmPacing(random);
        _pacing.Start(now);
    }

    /// <summary>The link as it is now.</summary>
    public NetworkLink Link { get; set; }

    /// <summary>What is said of others.</summary>
    public IEnumerable<SwarmClaim> Claims => _claims.All;

    /// <summary>When <see cref="OnTime"/> is to be called.</summary>
    public TimeSpan Due => _pacing.Due < _nextExpiry ? _pacing.Due : _nextExpiry;

    /// <summary>Takes in a message; answers the nodes of which it brings news.</summary>
    public IReadOnlyList<NodeId> OnMessage(SwarmMessage message, IPAddress sender, TimeSpan now)
    {
        if (message.IsQuestion)
        {
            _pacing.OnQuestion(now, sender.AddressFamily);
            return [];
        }

        // What we say comes back to us, as it does to other nodes of this host.
        var others = message.Nodes.Where(node => node.Id != _own).ToList();
        var news = others.Where(node => _claims.Add(sender, node, now)).Select(node => node.Id).ToList();
        _pacing.SwarmSize = _claims.NodeCount + 1;
        _pacing.OnAnswers(now, others.Count);
        return news;
    }

    /// <summary>
    /// Does what is due. Where something is to be said, it is <paramref name="message"/>, to be sent over <paramref name="family"/>, or over any where that is
    /// null.
    /// </summary>
    /// <param name="address">Says where this node is.</param>
    /// <param name="now">The time.</param>
    /// <param name="message">What to send; empty for nothing.</param>
    /// <param name="family">How.</param>
    public void OnTime(Func<NodeAddress> address, TimeSpan now, out ReadOnlyMemory<byte> message, out AddressFamily? family)
    {
        (message, family) = (default, null);
        if (now >= _nextExpiry)
        {
            _claims.Expire(now);
            _pacing.SwarmSize = _claims.NodeCount + 1;
            _nextExpiry = now + ExpiryInterval;
        }

        switch (_pacing.OnTime(now))
        {
            case SwarmTurn.Ask:
                message = SwarmMessage.Question;
                break;
            case SwarmTurn.Answer when WriteAnswer(address()) is { } answer:
                _pacing.OnAnswered();
                (message, family) = (answer, _pacing.AnswerOver);
                break;
            default:
                break;
        }
    }

    private byte[]? WriteAnswer(NodeAddress address) => SwarmMessage.WriteAnswer(_own, LinkAddresses.ToAnnounce(address, Link), address.Relays);
}
