using System.Net;
using System.Net.NetworkInformation;
using SoundTime.Iroh.Quic;

namespace SoundTime.Iroh.Addresses;

/// <summary>
/// Where an endpoint may be reached: the hosts that its owner names, the addresses that others see, those that are bound (an unspecific one stands for all of
/// the host's), and its home relay. Kept up to date.
/// </summary>
internal sealed class EndpointAddress : IDisposable
{
    /// <summary>How often the host's addresses are looked at, in case the system did not tell of a change.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly IrohEndpointOptions _options;
    private readonly IReadOnlyList<IPEndPoint> _bound;
    private readonly Func<RelayUrl?> _home;
    private readonly bool _isWatching;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private IReadOnlyList<IPAddress> _interfaces = [];
    private NodeAddress _current;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to watch the host's addresses if one of those that are bound stands for them.</summary>
    public EndpointAddress(IrohEndpointOptions options, IReadOnlyList<IPEndPoint> bound, Func<RelayUrl?> home)
    {
        (_options, _bound, _home) = (options, bound, home);
        _current = new NodeAddress(options.SecretKey.NodeId);
        _isWatching = bound.Any(endPoint => IsUnspecific(endPoint.Address));
        if (_isWatching)
        {
            NetworkChange.NetworkAddressChanged += OnNetworkChanged;
            _timer = options.TimeProvider.CreateTimer(_ => Refresh(), null, LookEvery, LookEvery);
        }

        Refresh();
    }

    /// <summary>The address now.</summary>
    public NodeAddress Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>The addresses under which others see this endpoint.</summary>
    public IReadOnlyList<IPEndPoint> Observed { get; private set; } = [];

    /// <summary>Gives the address as soon as it is another than this one.</summary>
    /// <exception cref="ObjectDisposedException">The endpoint is closed.</exception>
    public async Task<NodeAddress> WaitForChangeAsync(NodeAddress known, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (!IsSame(_current, known))
                {
                    return _current;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the addresses under which others see this endpoint, in place of those before.</summary>
    public void Observe(IReadOnlyList<IPEndPoint> addresses)
    {
        lock (_gate)
        {
            Observed = addresses;
        }

        Update();
    }

    /// <summary>Looks at the host's addresses and the home relay again.</summary>
    public void Refresh()
    {
        if (_isWatching)
        {
            try
            {
                var interfaces = InterfaceAddresses.List();
                lock (_gate)
                {
                    _interfaces = interfaces;
                }
            }
            catch (Exception exception) when (InterfaceAddresses.IsUnknown(exception))
            {
                // Unknown is not gone: the addresses stay as they were.
                EndpointLog.InterfacesUnknown(_options.Logger, exception);
            }
        }

        Update();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= OnNetworkChanged;
        _timer?.Dispose();
        lock (_gate)
        {
            _changed.TrySetException(new ObjectDisposedException("The endpoint is closed."));
            _ = _changed.Task.Exception;
        }
    }

    private static bool IsUnspecific(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>By text: two records with equal lists in them are not equal.</summary>
    private static bool IsSame(NodeAddress one, NodeAddress other) => one.ToString() == other.ToString();

    private void OnNetworkChanged(object? sender, EventArgs arguments) => Refresh();

    private void Update()
    {
        lock (_gate)
        {
            var address = new NodeAddress(_options.SecretKey.NodeId, [.. Hosts().Distinct().Take(NodeAddress.MaxHosts)], _home() is { } home ? [home] : []);
            if (!IsSame(address, _current) && !_changed.Task.IsFaulted)
            {
                _current = address;
                _changed.TrySetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private IEnumerable<NodeHost> Hosts()
    {
        var own = _bound.SelectMany(endPoint => IsUnspecific(endPoint.Address)
            ? _interfaces.Where(address => address.AddressFamily == endPoint.AddressFamily).Select(address => new IPEndPoint(address, endPoint.Port))
            : [endPoint]);
        return _options.ExternalHosts.Concat(Observed.Concat(own).Select(endPoint => new NodeHost(endPoint.Address.ToString(), endPoint.Port)));
    }
}
