namespace SoundTime.Grains.Search;

/// <summary>The best of many peers, in order, as many as there are places.</summary>
internal ref struct BestPeers(Span<RankedPeer> places)
{
    private readonly Span<RankedPeer> _places = places;
    private int _count;

    /// <summary>Takes a peer in, if it is among the best.</summary>
    public void Add(RankedPeer peer)
    {
        var place = _count;
        while (place > 0 && peer.IsBefore(_places[place - 1]))
        {
            place--;
        }

        if (place == _places.Length)
        {
            return;
        }

        _count = Math.Min(_count + 1, _places.Length);
        _places[place..(_count - 1)].CopyTo(_places[(place + 1)..]);
        _places[place] = peer;
    }

    /// <summary>The best.</summary>
    public readonly RoutedPeer[] ToArray()
    {
        var best = new RoutedPeer[_count];
        for (var i = 0; i < best.Length; i++)
        {
            best[i] = new RoutedPeer(_places[i].Peer.ToString(), _places[i].HasFilter, _places[i].Score);
        }

        return best;
    }
}
