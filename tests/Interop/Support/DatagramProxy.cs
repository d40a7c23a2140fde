using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh;

namespace SoundTime.Interop.Tests.Support;

/// <summary>
/// Stands between two endpoints on loopback, as a NAT or a bad network does: who dials <see cref="EndPoint"/> reaches the target. For one
/// dialler.
/// </summary>
internal sealed class DatagramProxy : IAsyncDisposable
{
    /// <summary>Longest UDP payload over IPv4.</summary>
    private const int MaxDatagram = 65_507;

    private readonly Socket _front = BindLoopback();
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _loops = [];
    private Socket _back;
    private int _count;

    public DatagramProxy(IPEndPoint target)
    {
        Target = target;
        _back = BindLoopback();
        _loops.Add(ForwardAsync());
        _loops.Add(ReturnAsync(_back));
    }

    /// <summary>Where to dial.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_front.LocalEndPoint!;

    /// <summary>Where datagrams go, and from where alone answers come. May change.</summary>
    public IPEndPoint Target { get; set; }

    /// <summary>The dialler, whose datagrams alone are forwarded: the sender of the first, unless it is set.</summary>
    public EndPoint? ReturnTo { get; set; }

    /// <summary>Which datagrams are lost, by their number, from 1, both directions together.</summary>
    public Func<int, bool> Drops { get; set; } = _ => false;

    /// <summary>From now on the target sees the dialler at another port, as when a NAT forgets its mapping. The old port stays deaf.</summary>
    public void Rebind()
    {
        _back = BindLoopback();
        _loops.Add(ReturnAsync(_back));
    }

    /// <summary>A connection through this proxy, which must stand before the side that is dialled.</summary>
    public async Task<(IrohConnection Ours, PeerConnection Theirs)> JoinAsync(IrohEndpoint node, IrohPeer peer, Dialler dialler, CancellationToken cancellationToken)
    {
        if (dialler == Dialler.Us)
        {
            var accepting = peer.AcceptAsync(cancellationToken);
            var ours = await node.ConnectAsync(new NodeAddress(peer.Id, EndPoint), cancellationToken);
            return (ours, await accepting);
        }

        var connecting = peer.ConnectAsync(node.Id, [EndPoint], cancellationToken);
        var accepted = await node.AcceptConnectionAsync(cancellationToken);
        return (accepted, await connecting);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_loops);
        _front.Dispose();
        _end.Dispose();
    }

    private static Socket BindLoopback()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private Task ForwardAsync() => RunAsync(_front, async (datagram, from) =>
    {
        ReturnTo ??= from;
        if (from.Equals(ReturnTo))
        {
            await _back.SendToAsync(datagram, SocketFlags.None, Target, _end.Token);
        }
    });

    private async Task ReturnAsync(Socket back)
    {
        using (back)
        {
            await RunAsync(back, async (datagram, from) =>
            {
                if (ReferenceEquals(back, _back) && from.Equals(Target) && ReturnTo is { } dialler)
                {
                    await _front.SendToAsync(datagram, SocketFlags.None, dialler, _end.Token);
                }
            });
        }
    }

    private async Task RunAsync(Socket socket, Func<ReadOnlyMemory<byte>, EndPoint, ValueTask> deliver)
    {
        var buffer = new byte[MaxDatagram];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _end.Token);
                if (!Drops(Interlocked.Increment(ref _count)))
                {
                    await deliver(buffer.AsMemory(0, received.ReceivedBytes), received.RemoteEndPoint);
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }
    }
}
