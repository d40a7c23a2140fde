using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Quic;
using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <content>Connecting to other nodes.</content>
public sealed partial class IrohEndpoint
{
    /// <summary>How long given addresses have to answer before the node is looked up, so that what is found has as long.</summary>
    private static readonly TimeSpan GivenAddressLimit = QuicLimits.HandshakeTimeout / 2;

    /// <summary>
    /// Connects to a node: all of its addresses are tried at once, and the first that answers with the right key wins. Where none is given, or
    /// none answers, <see cref="IrohEndpointOptions.AddressLookups"/> are asked for others. Ends when the node has accepted, at the latest after
    /// the handshake time limit of 10 s.
    /// </summary>
    /// <exception cref="IrohConnectException">The node could not be connected to.</exception>
    public async Task<IrohConnection> ConnectAsync(NodeAddress address, CancellationToken cancellationToken = default)
    {
        if (address.Id == Id)
        {
            throw new IrohConnectException(ConnectFailure.Self, Id, "A node does not connect to itself.");
        }

        if (_closed != 0)
        {
            throw new IrohConnectException(ConnectFailure.EndpointUnavailable, address.Id, "This endpoint is closed.");
        }

        return await WithinAsync(QuicLimits.HandshakeTimeout, address.Id, token => FindAndDialAsync(address, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IrohConnection> FindAndDialAsync(NodeAddress address, CancellationToken cancellationToken)
    {
        if (_options.AddressLookups.Count == 0)
        {
            return await DialAsync(address, cancellationToken).ConfigureAwait(false);
        }

        IrohConnectException? failure = null;
        if (address.Hosts.Count > 0)
        {
            try
            {
                return await WithinAsync(GivenAddressLimit, address.Id, token => DialAsync(address, token), cancellationToken).ConfigureAwait(false);
            }
            catch (IrohConnectException exception) when (exception.Reason != ConnectFailure.EndpointUnavailable)
            {
                failure = exception;
            }
        }

        var found = (await LookUpAsync(address.Id, cancellationToken).ConfigureAwait(false)).Except(address.Hosts).Take(NodeAddress.MaxHosts).ToList();
        return found.Count > 0 || failure is null
            ? await DialAsync(new NodeAddress(address.Id, found), cancellationToken).ConfigureAwait(false)
            : throw failure;
    }

    /// <summary>Asks all lookups at once. Those that fail hide nothing of what the others find.</summary>
    private async Task<IReadOnlyList<NodeHost>> LookUpAsync(NodeId node, CancellationToken cancellationToken)
    {
        var found = new List<NodeHost>();
        IOException? failure = null;
        foreach (var lookup in _options.AddressLookups.Select(lookup => lookup.FindAsync(node, cancellationToken)).ToList())
        {
            try
            {
                found.AddRange((await lookup.ConfigureAwait(false)).Hosts);
            }
            catch (IOException exception)
            {
                failure = exception;
            }
        }

        return found.Count > 0 || failure is null
            ? [.. found.Distinct()]
            : throw new IrohConnectException(
                ConnectFailure.NoAddress, node, $"Where node {node.ShortText} is could not be looked up: {failure.Message}", failure);
    }

    /// <summary>Dials all addresses at once; where somebody else answers at one of them, the others again without that one.</summary>
    private async Task<IrohConnection> DialAsync(NodeAddress address, CancellationToken cancellationToken)
    {
        var remotes = await ResolveAsync(address, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var connection = new IrohConnection(_loop, address.Id, remotes);
            try
            {
                return await connection.ConnectAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IrohConnectException exception) when (
                remotes.Count > 1 && exception.Reason is ConnectFailure.WrongIdentity or ConnectFailure.NoCommonProtocol or ConnectFailure.Refused)
            {
                var wrong = new DatagramAddress(connection.RemoteEndPoint);
                remotes = [.. remotes.Where(remote => !remote.Equals(wrong))];
            }
        }
    }

    private async Task<IrohConnection> WithinAsync(
        TimeSpan time, NodeId node, Func<CancellationToken, Task<IrohConnection>> dial, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(time, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await dial(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IrohConnectException(
                ConnectFailure.TimedOut,
                node,
                $"Node {node.ShortText} did not answer within {time.TotalSeconds:0} seconds; check that it is on, and that UDP reaches it.",
                exception);
        }
    }

    private static async Task<IReadOnlyList<DatagramAddress>> ResolveAsync(NodeAddress address, CancellationToken cancellationToken)
    {
        var found = new List<DatagramAddress>();
        Exception? failure = null;
        foreach (var host in address.Hosts)
        {
            try
            {
                var addresses = IPAddress.TryParse(host.Name, out var literal)
                    ? [literal]
                    : await System.Net.Dns.GetHostAddressesAsync(host.Name, cancellationToken).ConfigureAwait(false);
                found.AddRange(addresses.Select(ip => new DatagramAddress(ip, host.Port)));
            }
            catch (SocketException exception)
            {
                failure = exception;
            }
        }

        if (found.Count == 0)
        {
            var text = address.Hosts.Count == 0
                ? $"No address of node {address.Id.ShortText} is known. Give one as {address.Id.ShortText}…@host:port."
                : $"The host names of node {address.Id.ShortText} cannot be resolved: {failure?.Message}";
            throw new IrohConnectException(ConnectFailure.NoAddress, address.Id, text, failure);
        }

        return [.. found.Distinct().Take(NodeAddress.MaxHosts)];
    }
}
