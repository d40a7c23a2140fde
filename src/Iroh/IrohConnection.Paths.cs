using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;
using SoundTime.Iroh.Quic;

namespace SoundTime.Iroh;

/// <summary>Which way packets come and go: dialling all places at once, moving from a relay to a direct path, following the peer.</summary>
public sealed unsafe partial class IrohConnection
{
    /// <summary>Pauses between tries to leave a relay, in nanoseconds; after the last one only new places give reason to try again.</summary>
    private static readonly ulong[] s_movePauses =
        [.. new[] { 1, 4, 15, 60, 60, 60, 60, 60, 60, 60 }.Select(seconds => QuicClock.Nanoseconds(TimeSpan.FromSeconds(seconds)))];

    private readonly ClientPaths? _clientPaths;
    private readonly List<DatagramAddress> _direct = [];

    // Places that were found since the endpoint's thread last looked; under the gate.
    private List<DatagramAddress> _found = [];
    private DatagramPath _path;
    private ConnectionPath _connectionPath;
    private long _roundTripTicks;
    private byte[]? _firstPacket;
    private int _moves;

    /// <summary>When the next try to leave the relay is due, in nanoseconds.</summary>
    private ulong NextMove { get; set; } = Ngtcp2.Never;

    /// <summary>The place that answered, however it is reached.</summary>
    internal DatagramAddress? AnsweredAt => _clientPaths?.Current.Chosen?.Remote;

    /// <summary>
    /// Tells of places where the dialled node may be too: they join the dial, or, where it has been answered through a relay, the connection moves there
    /// if it can. From any thread.
    /// </summary>
    internal void AddPlaces(IEnumerable<DatagramAddress> places)
    {
        lock (_gate)
        {
            _found.AddRange(places);
        }

        _loop.Schedule(this);
    }

    private void TakeFound()
    {
        List<DatagramAddress> found;
        lock (_gate)
        {
            if (_found.Count == 0)
            {
                return;
            }

            (found, _found) = (_found, []);
        }

        foreach (var remote in found)
        {
            if (_loop.RelayOf(remote) is null && _direct.Count < CandidatePaths.MaxPaths && !_direct.Contains(remote))
            {
                _direct.Add(remote);
                (NextMove, _moves) = (0, 0);
            }

            if (!_clientPaths!.HasAnswer)
            {
                Dial(remote);
            }
        }
    }

    private void Dial(in DatagramAddress remote)
    {
        foreach (var path in _loop.PathsTo(remote))
        {
            if (_clientPaths!.Current.TryAdd(path) && _firstPacket is not null)
            {
                _loop.Send(path, _firstPacket, _firstPacket.Length, 0);
            }
        }
    }

    /// <summary>
    /// Tries to leave the relay, if it is time: all direct paths are validated at once, and ngtcp2 moves the connection, with a fresh id, when
    /// one of them answers (RFC 9000, section 9). Answers a negative number if the connection is broken.
    /// </summary>
    private int TryMove(ulong now)
    {
        if (!_isHandshakeConfirmed || now < NextMove || _clientPaths is null)
        {
            return 0;
        }

        NextMove = Ngtcp2.Never;
        if (Path.IsDirect || _moves == s_movePauses.Length)
        {
            return 0;
        }

        NextMove = now + s_movePauses[_moves++];
        var next = _clientPaths.BeginNext();
        foreach (var path in _direct.SelectMany(_loop.PathsTo))
        {
            next.TryAdd(path);
        }

        if (next.Paths.Count == 0)
        {
            return 0;
        }

        // Refused while the peer has given no spare connection id: the next try may find one.
        var (local, remote) = next.Stand;
        fixed (byte* localBytes = local.Span)
        fixed (byte* remoteBytes = remote.Span)
        {
            var path = new NativePath { Local = localBytes, LocalLength = (uint)local.Size, Remote = remoteBytes, RemoteLength = (uint)remote.Size };
            var result = Ngtcp2.InitiateMigration(_native, &path, now);
            return Ngtcp2.IsFatal(result) != 0 ? result : 0;
        }
    }

    /// <summary>Whether this is the path that the connection runs over now.</summary>
    internal bool IsOn(in DatagramPath path)
    {
        FollowPath();
        return SeenAs(path) == _path;
    }

    /// <summary>The path of a packet that came in, as ngtcp2 is to see it.</summary>
    private DatagramPath SeenAs(in DatagramPath path)
    {
        if (_clientPaths is not null)
        {
            return _clientPaths.Seen(path);
        }

        // A client may send its first packets on every path it knows; we answer on the first one and stay there (iroh sheet, 2.4).
        return _isHandshakeCompleted ? path : _path;
    }

    /// <summary>ngtcp2 has taken a packet that came on this path.</summary>
    private void OnTaken(in DatagramPath path)
    {
        if (_clientPaths is null)
        {
            return;
        }

        // The answer of a path that is tried: ngtcp2 has moved there within this packet.
        if (_clientPaths.Next is not null)
        {
            FollowPath();
        }

        if (_clientPaths.TryChoose(path))
        {
            _firstPacket = null;
            PublishPath(_clientPaths.HasMoved ? PathReason.MovedToDirect : PathReason.AnsweredFirst);
        }
    }

    /// <summary>The connection may have moved: this side did it, or the peer, or the peer's NAT (RFC 9000, section 9).</summary>
    private void FollowPath()
    {
        var native = Ngtcp2.GetPath(_native);
        var path = new DatagramPath(
            new DatagramAddress(new ReadOnlySpan<byte>(native->Local, (int)native->LocalLength)),
            new DatagramAddress(new ReadOnlySpan<byte>(native->Remote, (int)native->RemoteLength)));
        if (path == _path)
        {
            return;
        }

        _path = path;
        if (_clientPaths is null)
        {
            PublishPath(PathReason.PeerMoved);
        }
        else
        {
            _clientPaths.MoveTo(path);
        }
    }

    private void PublishPath(PathReason reason)
    {
        Volatile.Write(ref _connectionPath, Describe(RealPath(), reason));
        PublishRoundTripTime();
        if (reason is PathReason.MovedToDirect or PathReason.PeerMoved)
        {
            EndpointLog.Moved(_loop.Logger, RemoteId.ShortText, Path.ToString());
        }
    }

    private void PublishRoundTripTime() =>
        Volatile.Write(ref _roundTripTicks, QuicClock.Duration(Abi.GetRoundTripTime(_native)).Ticks);

    private ConnectionPath Describe(in DatagramPath path, PathReason reason) =>
        _loop.RelayOf(path.Remote) is { } relay ? new ConnectionPath(null, relay, reason) : new ConnectionPath(path.Remote.ToIPEndPoint(), null, reason);

    /// <summary>The path on the network; the first of those that are tried while none has answered.</summary>
    private DatagramPath RealPath() => _clientPaths is null ? _path : _clientPaths.Current.Chosen ?? _clientPaths.Current.Paths[0];

    /// <summary>Sends a packet where it belongs: to the path that answered, or to all that may, while none has.</summary>
    private void Emit(DatagramBatch batch, int size, byte ecn)
    {
        var path = batch.ReadPathOut();
        if (_clientPaths is null)
        {
            batch.Add(size, path, ecn);
            return;
        }

        // A packet for a path that was given up is as good as lost.
        if (_clientPaths.Behind(path) is not { } paths)
        {
            return;
        }

        if (paths.Chosen is { } chosen)
        {
            batch.Add(size, chosen, ecn);
            return;
        }

        var packet = new ReadOnlySpan<byte>(batch.Next, size);
        if (!_clientPaths.HasAnswer)
        {
            _firstPacket = packet.ToArray();
        }

        foreach (var candidate in paths.Paths)
        {
            _loop.Send(candidate, packet, size, ecn);
        }
    }
}
