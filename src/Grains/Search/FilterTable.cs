using System.Numerics;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Grains.Search;

/// <summary>
/// The peers of a part: who is online, their filters, how they answered. A question is one walk over one array; it copies no filter and allocates for its answer alone.
/// Not for use by several threads at once.
/// </summary>
internal sealed unsafe class FilterTable(FilterMemory memory) : IDisposable
{
    /// <summary>Keys of a filter in its stored form.</summary>
    private const int Keys = 4;

    private readonly Dictionary<NodeId, int> _places = [];

    // Parallel, in no order: the last peer takes the place of one that goes.
    private NodeId[] _ids = [];
    private PackedFilter[] _filters = [];
    private FilterBits?[] _bits = [];
    private DateTimeOffset[] _receivedAt = [];
    private AnswerHistory[] _histories = [];

    /// <summary>Number of peers.</summary>
    public int Count => _places.Count;

    /// <summary>All peers.</summary>
    public ReadOnlySpan<NodeId> Peers => _ids.AsSpan(0, Count);

    /// <summary>Whether there is a filter of a peer that is away, which one that is online could have the memory of.</summary>
    public bool HasFilterOfAbsent => FindFilterOfAbsent() is not null;

    /// <summary>Whether a peer is online.</summary>
    public bool IsOnline(NodeId peer) => _places.TryGetValue(peer, out var place) && _filters[place].IsOnline;

    /// <summary>When the filter came that is here for a peer; null where there is none.</summary>
    public DateTimeOffset? FilterTimeOf(NodeId peer) => _places.TryGetValue(peer, out var place) && _filters[place].HasFilter ? _receivedAt[place] : null;

    /// <summary>Notes whether a peer is online. Of one that is away only its filter is kept.</summary>
    public void SetOnline(NodeId peer, bool isOnline)
    {
        if (isOnline)
        {
            var place = PlaceOf(peer);
            _filters[place].IsOnline = true;
        }
        else if (_places.TryGetValue(peer, out var known))
        {
            _filters[known].IsOnline = false;
            RemoveIfIdle(peer, known);
        }
    }

    /// <summary>Whether a filter can be looked up, and says more than that its peer may know everything.</summary>
    public static bool IsUsable(PeerFilter filter) =>
        filter.Bitmap.Length is >= 1 and <= SearchLimits.MaxFilterBytes
        && filter.NumHashes is >= 1 and <= WireLimits.MaxBloomHashes
        && filter.Keys.Count == Keys
        && BloomFill.FalsePositiveRateOf(filter.Bitmap.Span, filter.NumHashes) <= SearchLimits.MaxFalsePositiveRate;

    /// <summary>
    /// Takes a copy of a filter, over the one that is there. Answers false, and has none of that peer, where it is not usable or there is no memory for it: filters of peers that are away go
    /// before that.
    /// </summary>
    public bool TrySetFilter(NodeId peer, PeerFilter filter)
    {
        if (!IsUsable(filter) || !TryMakeRoom(peer, filter.Bitmap.Length))
        {
            DropFilter(peer);
            return false;
        }

        var place = PlaceOf(peer);
        var bits = _bits[place]!;
        bits.Fill(filter.Bitmap.Span);
        _receivedAt[place] = filter.ReceivedAt;
        _filters[place] = new PackedFilter
        {
            Bits = bits.First,
            Length = bits.Length,
            NumHashes = (byte)filter.NumHashes,
            IsOnline = _filters[place].IsOnline,
            FirstKey = new SipKey(filter.Keys[0], filter.Keys[1]),
            SecondKey = new SipKey(filter.Keys[2], filter.Keys[3]),
        };
        return true;
    }

    /// <summary>The peer has no filter here any more.</summary>
    public void DropFilter(NodeId peer)
    {
        if (_places.TryGetValue(peer, out var place))
        {
            ReleaseFilter(place);
            RemoveIfIdle(peer, place);
        }
    }

    /// <summary>Notes what came of asking a peer.</summary>
    public void NoteAnswer(NodeId peer, int found, TimeSpan? took, TimeSpan now)
    {
        if (_places.TryGetValue(peer, out var place))
        {
            _histories[place] = _histories[place].After(found, took, now);
        }
    }

    /// <summary>The online peers that may know an answer, the best first, at most <paramref name="limit"/>.</summary>
    public RoutedPeer[] Route(BloomQuestion question, int limit, TimeSpan now)
    {
        var best = new BestPeers(stackalloc RankedPeer[Math.Min(limit, SearchLimits.MaxPeers)]);
        for (var start = 0; start < Count; start += FilterBlock.Size)
        {
            var block = _filters.AsSpan(start, Math.Min(FilterBlock.Size, Count - start));
            var (online, filtered) = (0UL, 0UL);
            for (var place = 0; place < block.Length; place++)
            {
                online |= block[place].IsOnline ? 1UL << place : 0;
                filtered |= block[place].HasFilter ? 1UL << place : 0;
            }

            var mayKnow = (online & ~filtered) | FilterBlock.Ask(block, online & filtered, question);
            for (; mayKnow != 0; mayKnow &= mayKnow - 1)
            {
                var place = start + BitOperations.TrailingZeroCount(mayKnow);
                best.Add(new RankedPeer(_ids[place], _filters[place].HasFilter, _histories[place].ScoreAt(now)));
            }
        }

        // The filters are read by their addresses.
        GC.KeepAlive(this);
        return best.ToArray();
    }

    /// <summary>Lets all memory go.</summary>
    public void Dispose()
    {
        foreach (var bits in _bits)
        {
            bits?.Dispose();
        }

        _places.Clear();
    }

    /// <summary>The place of a peer, made where there is none.</summary>
    private int PlaceOf(NodeId peer)
    {
        if (_places.TryGetValue(peer, out var place))
        {
            return place;
        }

        place = Count;
        if (place == _ids.Length)
        {
            var length = Math.Max(16, place + (place / 2));
            Array.Resize(ref _ids, length);
            Array.Resize(ref _filters, length);
            Array.Resize(ref _bits, length);
            Array.Resize(ref _receivedAt, length);
            Array.Resize(ref _histories, length);
        }

        _places.Add(peer, place);
        _ids[place] = peer;
        (_filters[place], _bits[place], _receivedAt[place], _histories[place]) = (default, null, default, default);
        return place;
    }

    /// <summary>
    /// Sees that a peer has memory of that length: its own where the length is the same, as it is as a rule. For one that is online, filters of those that are away go.
    /// </summary>
    private bool TryMakeRoom(NodeId peer, int length)
    {
        var place = PlaceOf(peer);
        if (_bits[place]?.Length == length)
        {
            return true;
        }

        ReleaseFilter(place);
        var bits = memory.TryRent(length);
        while (bits is null && IsOnline(peer) && FindFilterOfAbsent() is { } absent)
        {
            DropFilter(absent);
            bits = memory.TryRent(length);
        }

        // Places move when peers go.
        _bits[_places[peer]] = bits;
        return bits is not null;
    }

    /// <summary>A peer that is away and has a filter; the last one, whose place nobody has to take.</summary>
    private NodeId? FindFilterOfAbsent()
    {
        var place = Count - 1;
        while (place >= 0 && (_filters[place].IsOnline || !_filters[place].HasFilter))
        {
            place--;
        }

        return place < 0 ? null : _ids[place];
    }

    private void ReleaseFilter(int place)
    {
        _filters[place] = new PackedFilter { IsOnline = _filters[place].IsOnline };
        _bits[place]?.Dispose();
        _bits[place] = null;
    }

    /// <summary>Forgets a peer that is away and has no filter here.</summary>
    private void RemoveIfIdle(NodeId peer, int place)
    {
        if (_filters[place].IsOnline || _filters[place].HasFilter)
        {
            return;
        }

        _places.Remove(peer);
        var last = _places.Count;
        if (place < last)
        {
            _places[_ids[last]] = place;
            (_ids[place], _filters[place], _bits[place]) = (_ids[last], _filters[last], _bits[last]);
            (_receivedAt[place], _histories[place]) = (_receivedAt[last], _histories[last]);
        }

        _bits[last] = null;
        _filters[last] = default;
    }
}
