using System.Collections.Concurrent;
using SoundTime.Iroh.Dialling;

namespace SoundTime.Iroh;

/// <content>Connecting to other nodes.</content>
public sealed partial class IrohEndpoint
{
    private readonly ConcurrentDictionary<Dial, Task> _dials = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>
    /// Connects to a node: all of its places, hosts and relays, are tried at once, and the first that answers with the right key wins. Where none is
    /// given, or none has answered after a moment, <see cref="IrohEndpointOptions.AddressLookups"/> are asked, and what they find joins the dial. Ends when the
    /// node has accepted, at the latest after the handshake time limit of 10 s. A connection over a relay moves to a direct path when one works.
    /// </summary>
    /// <exception cref="IrohConnectException">The node could not be connected to.</exception>
    public async Task<IrohConnection> ConnectAsync(NodeAddress address, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (address.Id == Id)
        {
            throw new IrohConnectException(ConnectFailure.Self, Id, "A node does not connect to itself.");
        }

        if (address is { Hosts.Count: 0, Relays.Count: > 0 } && _relays is null && _options.AddressLookups.Count == 0)
        {
            throw new IrohConnectException(
                ConnectFailure.NoAddress, address.Id, $"Node {address.Id.ShortText} is named at a relay only, and this node uses no relays. Give its host and port.");
        }

        if (_closed != 0)
        {
            throw new IrohConnectException(ConnectFailure.EndpointUnavailable, address.Id, "This endpoint is closed.");
        }

        var dial = new Dial(_loop, address.Id, new PlaceSearch(address, _options, _relays), _options.TimeProvider);
        var running = dial.RunAsync(cancellationToken, _stopping.Token);
        _dials[dial] = running;
        _ = running.ContinueWith(ended => _dials.TryRemove(dial, out _), TaskScheduler.Default);
        return await dial.Connected.ConfigureAwait(false);
    }
}
