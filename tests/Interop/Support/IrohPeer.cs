using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SoundTime.Interop.Tests.Network;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Support;

/// <summary>A real iroh endpoint in a process of its own, or one more endpoint in the process of another.</summary>
internal sealed class IrohPeer : IAsyncDisposable
{
    private readonly PeerProcess _process;
    private readonly bool _ownsProcess;
    private readonly int _endpoint;

    private IrohPeer(PeerProcess process, bool ownsProcess, JsonElement bound)
    {
        _process = process;
        _ownsProcess = ownsProcess;
        _endpoint = bound.GetProperty("endpoint").GetInt32();
        Id = NodeId.Parse(bound.GetProperty("id").GetString()!);
        EndPoints = [.. bound.GetProperty("addresses").EnumerateArray().Select(address => IPEndPoint.Parse(address.GetString()!))];
    }

    public NodeId Id { get; }

    /// <summary>The addresses that it is bound to: IPv4 first, then IPv6.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; }

    /// <summary>Where it is reached over IPv4.</summary>
    public NodeAddress Address => new(Id, EndPoints[0]);

    /// <summary>Starts a process and binds an endpoint to the loopback addresses, or to that of a network namespace, and connects it to a relay, if one is given.</summary>
    public static async Task<IrohPeer> StartAsync(
        CancellationToken cancellationToken, byte[]? key = null, int port = 0, string protocol = Node.Protocol, NetworkNamespace? place = null, RelayUrl? relay = null)
    {
        var process = PeerProcess.Start(place);
        try
        {
            var peer = new IrohPeer(process, true, await BindAsync(process, key, port, protocol, place, relay, cancellationToken));
            if (relay is not null)
            {
                await peer.RequestAsync("online", [], cancellationToken);
            }

            return peer;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Binds another endpoint in the same process.</summary>
    public async Task<IrohPeer> BindAnotherAsync(CancellationToken cancellationToken) =>
        new(_process, false, await BindAsync(_process, null, 0, Node.Protocol, null, null, cancellationToken));

    /// <summary>Dials a node at these addresses, and only there.</summary>
    public async Task<PeerConnection> ConnectAsync(NodeId id, IEnumerable<IPEndPoint> addresses, CancellationToken cancellationToken, string protocol = Node.Protocol) =>
        new(_process, await _process.RequestAsync(
            "connect", new { endpoint = _endpoint, id = id.ToString(), addresses = addresses.Select(address => address.ToString()), protocol }, cancellationToken));

    /// <summary>Dials a node through a relay, and only there.</summary>
    public async Task<PeerConnection> ConnectAsync(NodeId id, RelayUrl relay, CancellationToken cancellationToken, string protocol = Node.Protocol) =>
        new(_process, await _process.RequestAsync(
            "connect", new { endpoint = _endpoint, id = id.ToString(), addresses = Array.Empty<string>(), relay = relay.Text, protocol }, cancellationToken));

    public Task<PeerConnection> ConnectAsync(IrohEndpoint endpoint, CancellationToken cancellationToken) =>
        ConnectAsync(endpoint.Id, endpoint.LocalEndPoints, cancellationToken);

    /// <summary>Takes the next connection.</summary>
    public async Task<PeerConnection> AcceptAsync(CancellationToken cancellationToken) =>
        new(_process, await _process.RequestAsync("accept", new { endpoint = _endpoint }, cancellationToken));

    /// <summary>Ends the process as a crash would.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _process.KillAsync(cancellationToken);

    /// <summary>Has this endpoint do something.</summary>
    public Task<JsonElement> RequestAsync(string operation, JsonObject arguments, CancellationToken cancellationToken)
    {
        arguments["endpoint"] = _endpoint;
        return _process.RequestAsync(operation, arguments, cancellationToken);
    }

    public ValueTask DisposeAsync() => _ownsProcess ? _process.DisposeAsync() : ValueTask.CompletedTask;

    private static Task<JsonElement> BindAsync(
        PeerProcess process, byte[]? key, int port, string protocol, NetworkNamespace? place, RelayUrl? relay, CancellationToken cancellationToken) =>
        process.RequestAsync(
            "bind",
            new
            {
                key = key is null ? null : Convert.ToHexStringLower(key),
                protocols = new[] { protocol },
                addresses = new[] { $"{place?.Address ?? IPAddress.Loopback}:{port}", "[::1]:0" },
                relay = relay?.Text,
            },
            cancellationToken);
}
