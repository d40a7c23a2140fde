using SoundTime.Iroh;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Iroh.Lookup;
using SoundTime.Silo.Options;
using SoundTime.Wire;

namespace SoundTime.Silo.Discovery;

/// <summary>What finds other nodes by their ids: the local network, address directories (pkarr) and the DNS, as far as the options want them.</summary>
internal sealed class NodeDiscovery : IAsyncDisposable
{
    private readonly CachedLookup _cached;
    private IrohEndpoint? _endpoint;

    private NodeDiscovery(NodeOptions options, NodeId id, ILoggerFactory loggers)
    {
        Remote = [.. options.PkarrUrls.Select(url => new PkarrLookup(url, Directories)), .. options.DnsOrigins.Select(origin => new DnsLookup(DnsName.Parse(origin)))];
        _cached = new CachedLookup(Remote);
        Local = options.LocalDiscovery
            ? new LocalDiscovery(id, FindOwnPlaces, TimeProvider.System, Random.Shared.Next(), loggers.CreateLogger<LocalDiscovery>())
            : null;
    }

    /// <summary>Speaks with address directories.</summary>
    public PkarrClient Directories { get; } = new();

    /// <summary>The lookups that ask others far away, each for itself.</summary>
    public IReadOnlyList<IAddressLookup> Remote { get; }

    /// <summary>The local network; null where the admin does not want it.</summary>
    public LocalDiscovery? Local { get; }

    /// <summary>What an endpoint asks: the local network anew each time, what is far away through a cache.</summary>
    public IReadOnlyList<IAddressLookup> Lookups => [.. Local is null ? Array.Empty<IAddressLookup>() : [Local], .. Remote.Count > 0 ? [_cached] : Array.Empty<IAddressLookup>()];

    /// <summary>All lookups, each for itself.</summary>
    public IReadOnlyList<IAddressLookup> Each => [.. Local is null ? Array.Empty<IAddressLookup>() : [Local], .. Remote];

    /// <summary>Makes them; nobody is asked yet.</summary>
    /// <param name="options">What the admin set.</param>
    /// <param name="id">This node.</param>
    /// <param name="loggers">Where their logs go.</param>
    public static NodeDiscovery Create(NodeOptions options, NodeId id, ILoggerFactory loggers) => new(options, id, loggers);

    /// <summary>Names the endpoint that is announced on the local network.</summary>
    public void Announce(IrohEndpoint endpoint) => Volatile.Write(ref _endpoint, endpoint);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _cached.DisposeAsync();
        Directories.Dispose();
    }

    /// <summary>The addresses that are bound, which stand for those of each interface, and the home relay.</summary>
    private NodeAddress FindOwnPlaces() => Volatile.Read(ref _endpoint) is { } endpoint
        ? new NodeAddress(
            endpoint.Id, [.. endpoint.LocalEndPoints.Select(bound => new NodeHost(bound.Address.ToString(), bound.Port))], endpoint.Address.Relays)
        : new NodeAddress(default);
}
