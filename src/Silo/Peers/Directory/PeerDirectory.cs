using System.Net;
using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The peers that this node knows, by the key that TLS proved (weakness W19), in memory. What a peer says of itself is kept as its claim, and
/// only replaced by a newer one (weakness W18).
/// </summary>
internal sealed class PeerDirectory(TimeProvider time)
{
    /// <summary>Most peers that are remembered, far above any known network; the one unseen for longest makes room.</summary>
    public const int MaxPeers = 10_000;

    /// <summary>Longest version text that is kept, in characters.</summary>
    private const int MaxVersionLength = 64;

    /// <summary>How long after its last contact a peer without a connection counts as online.</summary>
    public static readonly TimeSpan OnlineWindow = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, Entry> _peers = [];

    /// <summary>Remembers an address that the admin gave. Such a peer is never forgotten.</summary>
    public void AddSeed(NodeAddress address) => Change(address.Id, entry => entry.SeedHosts = address.Hosts);

    /// <summary>A connection with the peer was opened, by either side. Each call is followed by one of <see cref="ConnectionClosed"/>.</summary>
    public void ConnectionOpened(NodeId id, IPEndPoint endPoint) => Change(id, entry =>
    {
        entry.Connections++;
        entry.EndPoint = endPoint;
        entry.SeeAt(time.GetUtcNow());
    });

    /// <summary>
    /// A connection with the peer has ended. Where it moved meanwhile, the peer is now dialled at the new address, unless a later connection
    /// has shown it elsewhere.
    /// </summary>
    /// <param name="id">The peer.</param>
    /// <param name="openedAt">Where the peer was when the connection was opened.</param>
    /// <param name="closedAt">Where the peer was at its end.</param>
    /// <param name="wasInContact">Whether the peer had a part in the end; false where it only fell silent.</param>
    public void ConnectionClosed(NodeId id, IPEndPoint openedAt, IPEndPoint closedAt, bool wasInContact) => Change(id, entry =>
    {
        entry.Connections--;
        if (openedAt.Equals(entry.EndPoint))
        {
            entry.EndPoint = closedAt;
        }

        if (wasInContact)
        {
            entry.SeeAt(time.GetUtcNow());
        }
        else
        {
            entry.LastContact = null;
        }
    });

    /// <summary>Keeps what the peer says of itself.</summary>
    public void RecordPong(NodeId id, Pong pong) => Change(id, entry =>
    {
        entry.TrackCount = pong.TrackCount;
        entry.Version = pong.Version is { Length: > MaxVersionLength } version ? version[..MaxVersionLength] : pong.Version;
        entry.SeeAt(time.GetUtcNow());
    });

    /// <summary>The peer could not be reached or did not answer: it counts as offline until it is in contact again, connected or not.</summary>
    public void RecordUnreachable(NodeId id) => Change(id, entry =>
    {
        entry.LastContact = null;
        entry.IsSilent = true;
    });

    /// <summary>Whether a track that the peer sent was the one that was asked for.</summary>
    public void RecordDelivery(NodeId id, bool isGood) =>
        Change(id, entry => entry.FailedDeliveries = isGood ? 0 : entry.FailedDeliveries + 1);

    /// <summary>What is known of a peer; null if nothing is.</summary>
    public Peer? Find(NodeId id)
    {
        lock (_gate)
        {
            return _peers.TryGetValue(id, out var entry) ? Describe(id, entry) : null;
        }
    }

    /// <summary>The ids of the peers that are online.</summary>
    public IReadOnlyList<NodeId> ListOnline()
    {
        lock (_gate)
        {
            return [.. _peers.Where(peer => IsOnline(peer.Value)).Select(peer => peer.Key)];
        }
    }

    /// <summary>How many peers are known, and how many of them are online.</summary>
    public (int Known, int Online) Count()
    {
        lock (_gate)
        {
            return (_peers.Count, _peers.Values.Count(IsOnline));
        }
    }

    /// <summary>Where to dial a peer: where it was seen last, and where the admin says it is. Without either, its id alone.</summary>
    public NodeAddress AddressOf(NodeId id)
    {
        lock (_gate)
        {
            if (!_peers.TryGetValue(id, out var entry))
            {
                return new NodeAddress(id);
            }

            var seen = entry.EndPoint is { } endPoint ? new NodeAddress(id, endPoint).Hosts : [];
            return new NodeAddress(id, [.. seen.Concat(entry.SeedHosts ?? []).Distinct().Take(NodeAddress.MaxHosts)]);
        }
    }

    private void Change(NodeId id, Action<Entry> change)
    {
        lock (_gate)
        {
            if (!_peers.TryGetValue(id, out var entry))
            {
                MakeRoom();
                _peers.Add(id, entry = new Entry());
            }

            change(entry);
        }
    }

    private void MakeRoom()
    {
        if (_peers.Count >= MaxPeers)
        {
            var oldest = _peers.Where(peer => peer.Value is { Connections: 0, SeedHosts: null })
                .MinBy(peer => peer.Value.LastSeen ?? DateTimeOffset.MinValue);
            _peers.Remove(oldest.Key);
        }
    }

    private bool IsOnline(Entry entry) =>
        (entry.Connections > 0 && !entry.IsSilent) || (entry.LastContact is { } contact && time.GetUtcNow() - contact < OnlineWindow);

    private Peer Describe(NodeId id, Entry entry) => new()
    {
        Id = id,
        LastSeen = entry.LastSeen,
        EndPoint = entry.EndPoint,
        IsOnline = IsOnline(entry),
        TrackCount = entry.TrackCount,
        Version = entry.Version,
        FailedDeliveries = entry.FailedDeliveries,
    };

    private sealed class Entry
    {
        public IReadOnlyList<NodeHost>? SeedHosts { get; set; }

        public IPEndPoint? EndPoint { get; set; }

        public int Connections { get; set; }

        public DateTimeOffset? LastSeen { get; private set; }

        /// <summary>As <see cref="LastSeen"/>, until it cannot be reached.</summary>
        public DateTimeOffset? LastContact { get; set; }

        public ulong? TrackCount { get; set; }

        public string? Version { get; set; }

        public int FailedDeliveries { get; set; }

        /// <summary>Whether it answered nothing since its last contact.</summary>
        public bool IsSilent { get; set; }

        public void SeeAt(DateTimeOffset now)
        {
            LastSeen = LastContact = now;
            IsSilent = false;
        }
    }
}
