using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Addresses;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Quic;
using SoundTime.Iroh.Relays;
using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>
/// A node's place on the network: one key, one or two UDP sockets, connections in and out. Speaks QUIC as iroh does (TLS 1.3 with raw
/// Ed25519 keys on both sides), without multipath.
/// </summary>
/// <example>
/// <code>
/// await using var endpoint = IrohEndpoint.Bind(new IrohEndpointOptions { SecretKey = key, Protocol = "soundtime/p2p/1" });
/// await using var connection = await endpoint.ConnectAsync(NodeAddress.Parse("3b6a…@192.0.2.7:11204"), cancellationToken);
/// await using var stream = await connection.OpenStreamAsync(cancellationToken);
/// await stream.WriteAsync(request, cancellationToken);
/// stream.CompleteWrites();
/// var count = await stream.ReadAsync(answer, cancellationToken);
/// </code>
/// </example>
public sealed partial class IrohEndpoint : IAsyncDisposable
{
    /// <summary>Free ports that are tried when the one found for the first address is taken on another.</summary>
    private const int MaxBindAttempts = 16;

    private readonly IrohEndpointOptions _options;
    private readonly EndpointLoop _loop;
    private readonly RelayTransport? _relays;
    private int _closed;

    private IrohEndpoint(IrohEndpointOptions options, IReadOnlyList<IDatagramTransport> transports)
    {
        _options = options;
        LocalEndPoints = [.. transports.Select(transport => transport.LocalEndPoint)];
        _relays = options.Relays.Count > 0 ? new RelayTransport(options) : null;
        _loop = new EndpointLoop(options, _relays is null ? transports : [.. transports, _relays], options.Logger);
        _address = new EndpointAddress(options, LocalEndPoints, () => _relays?.Home);
        _observing = options.StunServers.Count > 0 ? ObserveAsync() : Task.CompletedTask;
        _loop.Start();
        if (_relays is not null)
        {
            _relays.HomeChanged += _address.Refresh;
            _relays.Start();
        }
    }

    /// <summary>The node's id.</summary>
    public NodeId Id => _options.SecretKey.NodeId;

    /// <summary>The addresses that are bound.</summary>
    public IReadOnlyList<IPEndPoint> LocalEndPoints { get; }

    /// <summary>How this node stands with its relays, and with those where its peers live.</summary>
    public IReadOnlyList<RelayStatus> Relays => _relays?.Statuses ?? [];

    /// <summary>Ends when the endpoint has ended; before <see cref="CloseAsync"/> only by an error of its own.</summary>
    public Task Ended => _loop.Ended;

    /// <summary>Which time the endpoint waits for something to happen; 0 while it has something to do. For tests that move the clock.</summary>
    internal long IdleWait => _loop.IdleWait;

    /// <summary>Opens the sockets and starts.</summary>
    /// <exception cref="IrohBindException">A library is missing, or the system refuses a socket.</exception>
    public static IrohEndpoint Bind(IrohEndpointOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Ascii.IsValid(options.Protocol), true, nameof(options));
        ArgumentOutOfRangeException.ThrowIfZero(options.Protocol.Length, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Protocol.Length, QuicLimits.MaxProtocolLength, nameof(options));
        for (var attempt = 1; ; attempt++)
        {
            var transports = new List<IDatagramTransport>();
            try
            {
                foreach (var wanted in options.BindTo)
                {
                    var port = wanted.Port == 0 && transports.Count > 0 ? transports[0].LocalEndPoint.Port : wanted.Port;
                    TryBind(new IPEndPoint(wanted.Address, port), transports, options);
                }

                return new IrohEndpoint(options, transports);
            }
            catch (Exception exception)
            {
                transports.ForEach(transport => transport.Dispose());
                var anyPortWillDo = options.BindTo.All(wanted => wanted.Port == 0);
                if (exception is not IrohBindException { Reason: BindFailure.PortInUse } || !anyPortWillDo || attempt == MaxBindAttempts)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Starts on these transports, such as one in memory.</summary>
    internal static IrohEndpoint Start(IrohEndpointOptions options, IReadOnlyList<IDatagramTransport> transports) => new(options, transports);

    /// <summary>Takes the next connection that a node opened, its key proved.</summary>
    /// <exception cref="ObjectDisposedException">The endpoint is closed.</exception>
    public async ValueTask<IrohConnection> AcceptConnectionAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _loop.Accepted.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new ObjectDisposedException("The endpoint is closed.", exception.InnerException);
        }
    }

    /// <summary>Closes all connections with this code and reason, and the sockets.</summary>
    public async Task CloseAsync(ulong code, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, QuicLimits.MaxCode);
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _address.Dispose();
            await _stopping.CancelAsync().ConfigureAwait(false);
            _loop.RequestShutdown(code, reason);
            await _loop.Ended.ConfigureAwait(false);
            await Task.WhenAll(_dials.Values.Append(_observing)).ConfigureAwait(false);
            if (_relays is not null)
            {
                // Sends what was said last.
                await _relays.CloseAsync().ConfigureAwait(false);
            }

            _loop.Dispose();
        }
        else
        {
            await _loop.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Closes with code 0 and no reason.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(0, "").ConfigureAwait(false);

    private static void TryBind(IPEndPoint endPoint, List<IDatagramTransport> transports, IrohEndpointOptions options)
    {
        try
        {
            transports.Add(UdpTransport.Bind(endPoint));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IrohBindException(
                BindFailure.PortInUse,
                $"UDP {endPoint} is in use by another process. End that, or choose another port.",
                exception);
        }
        catch (SocketException exception) when (endPoint.AddressFamily == AddressFamily.InterNetworkV6 && transports.Count > 0)
        {
            EndpointLog.NoIPv6(options.Logger, exception.Message);
        }
        catch (SocketException exception)
        {
            throw new IrohBindException(BindFailure.SocketRefused, $"UDP {endPoint} cannot be bound: {exception.Message}.", exception);
        }
    }
}
