using System.Collections.Concurrent;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Stun;

namespace SoundTime.Iroh.Quic;

/// <summary>Datagrams in and out, by whichever transport they come and go.</summary>
internal sealed partial class EndpointLoop
{
    /// <summary>Receive batches of one transport before the others get their turn.</summary>
    private const int ReceiveRounds = 4;

    private readonly ConcurrentQueue<(DatagramAddress Remote, ReadOnlyMemory<byte> Datagram)> _outgoing = new();

    /// <summary>Takes the answers of STUN servers, which come on the same sockets; null where none are asked. Set before <see cref="Start"/>.</summary>
    public StunProber? Prober { get; set; }

    /// <summary>Sends packets of equal size by the transport that the path begins at.</summary>
    public void Send(in DatagramPath path, ReadOnlySpan<byte> datagrams, int segmentSize, byte ecn)
    {
        foreach (var transport in _transports)
        {
            if (transport.Carries(path))
            {
                transport.Send(path, datagrams, segmentSize, ecn);
                return;
            }
        }
    }

    /// <summary>The paths that lead to an address from here; none when no transport goes there.</summary>
    public IEnumerable<DatagramPath> PathsTo(DatagramAddress remote) =>
        _transports.Where(transport => transport.Reaches(remote)).Select(transport => transport.PathTo(remote));

    /// <summary>The relay that an address stands for; null where there is none.</summary>
    public RelayUrl? RelayOf(DatagramAddress remote) =>
        _transports.Select(transport => transport.RelayTo(remote)).FirstOrDefault(relay => relay is not null);

    /// <summary>Sends a datagram that is no packet of a connection. From any thread.</summary>
    public void SendSoon(DatagramAddress remote, ReadOnlyMemory<byte> datagram)
    {
        _outgoing.Enqueue((remote, datagram));
        _sleep.Wake();
    }

    private void SendOutgoing()
    {
        while (_outgoing.TryDequeue(out var outgoing))
        {
            foreach (var path in PathsTo(outgoing.Remote).Take(1))
            {
                Send(path, outgoing.Datagram.Span, outgoing.Datagram.Length, 0);
            }
        }
    }

    private void Receive()
    {
        for (var i = 0; i < _transports.Count; i++)
        {
            var more = _sleep.IsReady(i);
            for (var round = 0; more && round < ReceiveRounds; round++)
            {
                more = _transports[i].Receive(this);
            }
        }
    }
}
