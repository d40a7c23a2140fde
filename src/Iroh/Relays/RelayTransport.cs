using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Win32.SafeHandles;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;
using SoundTime.Wire;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// Carries datagrams through relays: each pair of relay and node has a stand-in address, so that QUIC, which knows addresses only, runs over it unchanged
/// (iroh sheet, section 4).
/// </summary>
internal sealed class RelayTransport : IDatagramTransport
{
    private readonly SafeFileHandle _ready = Linux.CreateEvent();
    private readonly StandInMap _standIns;

    public RelayTransport(IrohEndpointOptions options) => _standIns = new StandInMap(options.TimeProvider, RelayLimits.MaxStandIns);

    /// <summary>Raised, on any thread, when <see cref="Home"/> is another one, or none.</summary>
    public event Action? HomeChanged;

    /// <summary>The relay that this node is reached through now; null while there is none.</summary>
    public RelayUrl? Home { get; private set; }

    /// <summary>The home, the configured relays, and those that are dialled for peers.</summary>
    public IReadOnlyList<RelayStatus> Statuses { get; } = [];

    /// <inheritdoc/>
    public int ReadyDescriptor => (int)_ready.DangerousGetHandle();

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; } = StandInMap.Own.ToIPEndPoint();

    /// <summary>Whether an address stands for a node at a relay; from UDP such an address is forged.</summary>
    public static bool IsStandIn(in DatagramAddress address) => StandInMap.IsStandIn(address);

    /// <summary>Begins to look for a home; returns at once.</summary>
    public void Start() => HomeChanged?.Invoke();

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
    }

    /// <inheritdoc/>
    public bool Receive(IDatagramReceiver receiver)
    {
        Linux.ClearEvent(_ready);
        return false;
    }

    /// <summary>Sends what waits, leaves all relays, and ends all background work; at most a second.</summary>
    public Task CloseAsync()
    {
        Home = null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _ready.Dispose();
}
