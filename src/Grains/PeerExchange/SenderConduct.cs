using SoundTime.Wire;

namespace SoundTime.Grains.PeerExchange;

/// <summary>How good the ids are that each sender names. Too many bad ones within an hour, and it is ignored for an hour.</summary>
internal sealed class SenderConduct(TimeProvider time)
{
    private readonly Dictionary<NodeId, Conduct> _senders = [];

    /// <summary>Whether what this sender names is to be ignored. So it is while there are more senders than can be remembered.</summary>
    public bool IsIgnored(NodeId sender) => Find(sender) is not { IsIgnored: false };

    /// <summary>Counts ids that are none. Answers whether that was too many: true once.</summary>
    public bool CountInvalid(NodeId sender, int count)
    {
        if (Find(sender) is not { IsIgnored: false } conduct)
        {
            return false;
        }

        conduct.Invalid += count;
        return IgnoreIf(conduct, conduct.Invalid > PeerExchangeLimits.MaxInvalidIds);
    }

    /// <summary>Counts an id that nobody answered at. Answers whether that was too many: true once.</summary>
    public bool CountSilent(NodeId sender)
    {
        if (Find(sender) is not { IsIgnored: false } conduct)
        {
            return false;
        }

        conduct.Silent++;
        return IgnoreIf(conduct, conduct.Silent > PeerExchangeLimits.MaxSilentIds);
    }

    private bool IgnoreIf(Conduct conduct, bool isTooMany)
    {
        if (isTooMany)
        {
            conduct.IsIgnored = true;
            conduct.Since = time.GetTimestamp();
        }

        return isTooMany;
    }

    private Conduct? Find(NodeId sender)
    {
        if (_senders.TryGetValue(sender, out var conduct) && !IsOver(conduct))
        {
            return conduct;
        }

        if (conduct is null && _senders.Count >= PeerExchangeLimits.MaxRemembered)
        {
            foreach (var (old, _) in _senders.Where(entry => IsOver(entry.Value)).ToList())
            {
                _senders.Remove(old);
            }

            if (_senders.Count >= PeerExchangeLimits.MaxRemembered)
            {
                return null;
            }
        }

        return _senders[sender] = new Conduct { Since = time.GetTimestamp() };
    }

    private bool IsOver(Conduct conduct) => time.GetElapsedTime(conduct.Since) >= PeerExchangeLimits.Memory;

    private sealed class Conduct
    {
        public long Since { get; set; }

        public int Invalid { get; set; }

        public int Silent { get; set; }

        public bool IsIgnored { get; set; }
    }
}
