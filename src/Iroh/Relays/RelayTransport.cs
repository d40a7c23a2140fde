using System.Diagnostics.CodeAnalysis;
using System.Net;
using SoundTime.Iroh.Datagrams;
using SoundTime.Wire;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// Carries datagrams through relays: each pair of relay and node has a stand-in address, so that QUIC, which knows addresses only, runs over it unchanged
/// (iroh sheet, section 4).
/// </summary>
internal sealed class RelayTransport : IDatagramTransport
{
    private readonly StandInMap _standIns;
    private readonly RelayInbox _inbox;
    private readonly RelayLinks _links;
    private readonly HomeRelay _home;
    private readonly Action<RelayUrl, Memory<byte>> _deliver;
    private readonly CancellationTokenSource _stop = new();
    private IDatagramReceiver? _receiver;
    private Task _choosing = Task.CompletedTask;

    /// <summary>Takes the node's key, the relays, the clock and the log of these options.</summary>
    public RelayTransport(IrohEndpointOptions options)
    {
        _inbox = new RelayInbox(options.TimeProvider);
        _links = new RelayLinks(options, _inbox, OnLinkChanged);

        // Through other relays come those alone whom this side has dialled there: nobody else is told that it is connected to them.
        _standIns = new StandInMap(options.TimeProvider, RelayLimits.MaxStandIns, _links.IsConfigured);
        _home = new HomeRelay(_links.Configured, options.TimeProvider, options.Logger);
        _deliver = Deliver;
    }

    /// <summary>Raised, on any thread, when <see cref="Home"/> is another one, or none.</summary>
    public event Action? HomeChanged
    {
        add => _home.Changed += value;
        remove => _home.Changed -= value;
    }

    /// <summary>The relay that this node is reached through now; null while there is none.</summary>
    public RelayUrl? Home => _home.Url;

    /// <summary>The home, the configured relays, and those that are dialled for peers.</summary>
    public IReadOnlyList<RelayStatus> Statuses => _links.Statuses;

    /// <summary>Frames that relays brought and that were dropped because the endpoint did not keep up.</summary>
    public long Dropped => _inbox.Dropped;

    /// <inheritdoc/>
    public int ReadyDescriptor => _inbox.ReadyDescriptor;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; } = StandInMap.Own.ToIPEndPoint();

    /// <summary>Whether an address is of the range that stands for nodes at relays; from UDP such an address is forged.</summary>
    public static bool IsStandIn(in DatagramAddress address) => StandInMap.IsStandIn(address);

    /// <summary>Begins to look for a home; returns at once.</summary>
    public void Start()
    {
        _links.Start();
        _choosing = Task.Run(() => _home.RunAsync(_stop.Token));
    }

    /// <summary>The address that stands for a node at a relay. From any thread.</summary>
    public DatagramAddress AddressOf(RelayUrl relay, NodeId node) => _standIns.GetOrAdd(relay, node);

    /// <summary>Whom an address stands for. From any thread.</summary>
    public bool TryFind(in DatagramAddress address, [NotNullWhen(true)] out RelayUrl? relay, out NodeId node)
    {
        var isKnown = _standIns.TryFind(address, out var standIn);
        relay = standIn?.Relay;
        node = standIn?.Node ?? default;
        return isKnown;
    }

    /// <inheritdoc/>
    public RelayUrl? RelayTo(in DatagramAddress remote) => _standIns.TryFind(remote, out var standIn) ? standIn.Relay : null;

    /// <inheritdoc/>
    public bool Reaches(in DatagramAddress remote) => _standIns.TryFind(remote, out _);

    /// <inheritdoc/>
    public bool Carries(in DatagramPath path) => path.Local.Equals(StandInMap.Own);

    /// <inheritdoc/>
    public DatagramPath PathTo(in DatagramAddress remote) => new(StandInMap.Own, remote);

    /// <inheritdoc/>
    public void Send(in DatagramPath path, ReadOnlySpan<byte> datagrams, int segmentSize, byte ecn)
    {
        if (_standIns.TryFind(path.Remote, out var to, isTraffic: true) && _links.TryGet(to.Relay, out var link))
        {
            link.Send(to.Node, datagrams, segmentSize);
        }
    }

    /// <inheritdoc/>
    public bool Receive(IDatagramReceiver receiver)
    {
        _receiver = receiver;
        return _inbox.Receive(_deliver);
    }

    /// <summary>Sends what waits, leaves all relays, and ends all background work; takes a second or two where a relay hangs.</summary>
    public async Task CloseAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _choosing.ConfigureAwait(false);
        await _links.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Gives back what <see cref="CloseAsync"/> has left.</summary>
    public void Dispose()
    {
        _links.Dispose();
        _inbox.Dispose();
        _stop.Dispose();
    }

    private void OnLinkChanged() => _home.OnLinkChanged();

    private void Deliver(RelayUrl relay, Memory<byte> frame)
    {
        if (!RelayProtocol.TryReadDatagrams(frame.Span, out var node, out var segmentSize, out var datagrams) || !_standIns.TryAdmit(relay, node, out var from))
        {
            return;
        }

        var path = new DatagramPath(StandInMap.Own, from);
        while (!datagrams.IsEmpty)
        {
            var datagram = datagrams[..Math.Min(segmentSize, datagrams.Length)];
            datagrams = datagrams[datagram.Length..];
            _receiver!.OnDatagram(path, datagram, ecn: 0);
        }
    }
}
