using System.Net;
using System.Text.Json;
using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Relays;

/// <summary>A real iroh endpoint, in a process of its own, that knows a relay and nothing else.</summary>
internal sealed class RelayedPeer : IAsyncDisposable
{
    /// <summary>What it speaks.</summary>
    public const string Protocol = "relay/test/1";

    private readonly PeerProcess _process;
    private readonly RelayUrl _relay;
    private readonly int _endpoint;

    private RelayedPeer(PeerProcess process, RelayUrl relay, JsonElement bound)
    {
        _process = process;
        _relay = relay;
        _endpoint = bound.GetProperty("endpoint").GetInt32();
        Id = NodeId.Parse(bound.GetProperty("id").GetString()!);
        EndPoints = [.. bound.GetProperty("addresses").EnumerateArray().Select(address => IPEndPoint.Parse(address.GetString()!))];
    }

    /// <summary>The addresses that it is bound to, which nobody is told.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; }

    public NodeId Id { get; }

    /// <summary>Starts one of ours, or a real iroh endpoint, in a network namespace.</summary>
    public static Task<RelayedPeer> StartAsync(Dialler kind, NetworkNamespace place, RelayUrl relay, CancellationToken cancellationToken) =>
        StartAsync(
            kind == Dialler.Us ? PeerProcess.StartOurs(place) : PeerProcess.Start(place),
            relay,
            new { relay = relay.Text, protocol = Protocol, withAddressDiscovery = false, address = $"{place.Address}:0" },
            cancellationToken);

    /// <param name="relay">Its only relay.</param>
    /// <param name="withAddressDiscovery">Whether it expects the relay to offer QUIC address discovery, as it does of a relay given by its URL alone.</param>
    /// <param name="token">Shown to the relay; only without address discovery.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<RelayedPeer> StartAsync(RelayUrl relay, bool withAddressDiscovery, string? token, CancellationToken cancellationToken) =>
        StartAsync(PeerProcess.Start(), relay, new { relay = relay.Text, protocol = Protocol, withAddressDiscovery, token }, cancellationToken);

    /// <summary>Waits until it is connected to the relay and takes it for its home.</summary>
    public Task WaitUntilOnlineAsync(CancellationToken cancellationToken) => _process.RequestAsync("online", new { endpoint = _endpoint }, cancellationToken);

    /// <summary>Dials another through the relay, and at these addresses.</summary>
    public async Task<PeerConnection> ConnectAsync(NodeId id, CancellationToken cancellationToken, params IEnumerable<IPEndPoint> addresses) =>
        new(_process, await _process.RequestAsync(
            "connectRelayed",
            new { endpoint = _endpoint, id = id.ToString(), relay = _relay.Text, protocol = Protocol, addresses = addresses.Select(address => address.ToString()) },
            cancellationToken));

    public async Task<PeerConnection> AcceptAsync(CancellationToken cancellationToken) =>
        new(_process, await _process.RequestAsync("accept", new { endpoint = _endpoint }, cancellationToken));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<RelayedPeer> StartAsync(PeerProcess process, RelayUrl relay, object arguments, CancellationToken cancellationToken)
    {
        try
        {
            return new RelayedPeer(process, relay, await process.RequestAsync("bindRelayed", arguments, cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
