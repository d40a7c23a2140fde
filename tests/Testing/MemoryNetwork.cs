using System.Collections.Concurrent;
using System.Net;
using Microsoft.Win32.SafeHandles;
using SoundTime.Iroh;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;

namespace SoundTime.Testing;

/// <summary>
/// A network in memory: datagrams go from transport to transport at once, unless a rule loses or delays them. Places of a relay talk with each other only,
/// as if their addresses stood for nodes behind it.
/// </summary>
internal sealed class MemoryNetwork(TimeProvider? time = null)
{
    private static readonly RelayUrl s_relay = RelayUrl.Parse("https://relay.test/");

    private readonly ConcurrentDictionary<DatagramAddress, Transport> _transports = new();
    private int _nextPort = 1;

    /// <summary>Decides over each datagram; false loses it.</summary>
    public Func<DatagramPath, ReadOnlyMemory<byte>, bool> Passes { get; set; } = (_, _) => true;

    /// <summary>How long a datagram is on its way.</summary>
    public Func<DatagramPath, TimeSpan> Latency { get; set; } = _ => TimeSpan.Zero;

    /// <summary>
    /// Whether nothing is left to be done before time passes: every datagram that has arrived was taken, and these endpoints wait. Each waits at the end of the
    /// look as it did at the beginning: none of them has run in between, taken a datagram and sent another behind the look's back.
    /// </summary>
    public bool IsQuiet(params IReadOnlyCollection<IrohEndpoint> endpoints)
    {
        var waits = endpoints.Select(endpoint => endpoint.IdleWait).ToList();
        return !waits.Contains(0) && _transports.Values.All(transport => transport.IsEmpty) && endpoints.Select(endpoint => endpoint.IdleWait).SequenceEqual(waits);
    }

    /// <summary>A new place on the network.</summary>
    public IDatagramTransport Attach() => AttachAt(new IPEndPoint(IPAddress.Parse("192.0.2.1"), Interlocked.Increment(ref _nextPort)));

    /// <summary>A place with an address of one's choice.</summary>
    public IDatagramTransport AttachAt(IPEndPoint endPoint) => new Transport(this, endPoint, isRelayed: false);

    /// <summary>A place behind the relay.</summary>
    public IDatagramTransport AttachToRelay() =>
        new Transport(this, new IPEndPoint(IPAddress.Parse("198.51.100.1"), Interlocked.Increment(ref _nextPort)), isRelayed: true);

    /// <summary>Whether the address is one behind the relay.</summary>
    public static bool IsRelayed(in DatagramAddress address) => !address.IsIPv6 && address.AddressBytes.StartsWith((ReadOnlySpan<byte>)[198, 51, 100]);

    /// <summary>Gives a place another address, as a NAT does that forgot the old one.</summary>
    public void Move(IDatagramTransport transport)
    {
        var moved = (Transport)transport;
        _transports.TryRemove(moved.Address, out _);
        moved.Address = new DatagramAddress(IPAddress.Parse("192.0.2.9"), Interlocked.Increment(ref _nextPort));
        _transports[moved.Address] = moved;
    }

    private void Deliver(DatagramPath path, byte[] datagram)
    {
        if (!Passes(path, datagram))
        {
            return;
        }

        if (Latency(path) is { Ticks: > 0 } latency)
        {
            ITimer? timer = null;
            timer = time!.CreateTimer(_ => Arrive(path, datagram, timer), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(latency, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Arrive(path, datagram, null);
        }
    }

    private void Arrive(DatagramPath path, byte[] datagram, ITimer? timer)
    {
        timer?.Dispose();
        if (_transports.TryGetValue(path.Remote, out var to))
        {
            to.Take(path.Local, datagram);
        }
    }

    private sealed class Transport : IDatagramTransport
    {
        private readonly MemoryNetwork _network;
        private readonly DatagramAddress _inner;
        private readonly bool _isRelayed;
        private readonly SafeFileHandle _ready = Linux.CreateEvent();
        private readonly ConcurrentQueue<(DatagramAddress From, byte[] Bytes)> _waiting = new();

        public Transport(MemoryNetwork network, IPEndPoint endPoint, bool isRelayed)
        {
            _network = network;
            _isRelayed = isRelayed;
            LocalEndPoint = endPoint;
            _inner = Address = new DatagramAddress(endPoint);
            network._transports[Address] = this;
        }

        /// <summary>The address that others see.</summary>
        public DatagramAddress Address { get; set; }

        public bool IsEmpty => _waiting.IsEmpty;

        public int ReadyDescriptor => (int)_ready.DangerousGetHandle();

        public IPEndPoint LocalEndPoint { get; }

        public bool Reaches(in DatagramAddress remote) => IsRelayed(remote) == _isRelayed;

        public RelayUrl? RelayTo(in DatagramAddress remote) => Reaches(remote) && _isRelayed ? s_relay : null;

        public bool Carries(in DatagramPath path) => path.Local.Equals(_inner);

        public DatagramPath PathTo(in DatagramAddress remote) => new(_inner, remote);

        public void Send(in DatagramPath path, ReadOnlySpan<byte> datagrams, int segmentSize, byte ecn)
        {
            while (!datagrams.IsEmpty)
            {
                var one = datagrams[..Math.Min(segmentSize, datagrams.Length)];
                datagrams = datagrams[one.Length..];
                _network.Deliver(new DatagramPath(Address, path.Remote), one.ToArray());
            }
        }

        public void Take(DatagramAddress from, byte[] bytes)
        {
            _waiting.Enqueue((from, bytes));
            Linux.SignalEvent(_ready);
        }

        public bool Receive(IDatagramReceiver receiver)
        {
            Linux.ClearEvent(_ready);
            while (_waiting.TryDequeue(out var datagram))
            {
                receiver.OnDatagram(new DatagramPath(_inner, datagram.From), datagram.Bytes, 0);
            }

            return false;
        }

        public void Dispose()
        {
            _network._transports.TryRemove(Address, out _);
            _ready.Dispose();
        }
    }
}
