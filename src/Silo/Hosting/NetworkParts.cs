using System.Net;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Discovery;
using SoundTime.Silo.Options;
using SoundTime.Silo.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Hosting;

/// <summary>The way to other nodes: key, endpoint, and what finds them. Opening it waits for nobody: relays are connected to while the node runs.</summary>
internal sealed class NetworkParts : IAsyncDisposable
{
    private NetworkParts(SecretKey key, IrohEndpoint endpoint, NodeDiscovery discovery) => (Key, Endpoint, Discovery) = (key, endpoint, discovery);

    /// <summary>The node's key.</summary>
    public SecretKey Key { get; }

    /// <summary>The node's place on the network.</summary>
    public IrohEndpoint Endpoint { get; }

    /// <summary>What finds other nodes.</summary>
    public NodeDiscovery Discovery { get; }

    /// <summary>Reads or makes the key, and binds the port.</summary>
    /// <exception cref="KeyFileException">The key cannot be had.</exception>
    /// <exception cref="IrohBindException">The UDP port cannot be had.</exception>
    public static NetworkParts Open(NodeOptions options, ILoggerFactory loggers)
    {
        var key = KeyFile.LoadOrCreate(options.SecretKeyFile);
        var discovery = NodeDiscovery.Create(options, key.NodeId, loggers);
        var endpoint = IrohEndpoint.Bind(new IrohEndpointOptions
        {
            SecretKey = key,
            Protocol = ProtocolInfo.Alpn,
            BindTo = [new IPEndPoint(IPAddress.Any, options.PeerPort), new IPEndPoint(IPAddress.IPv6Any, options.PeerPort)],
            Relays = options.Relays,
            ExternalHosts = options.ExternalAddresses,
            StunServers = options.StunServers,
            AddressLookups = discovery.Lookups,
            Logger = loggers.CreateLogger<IrohEndpoint>(),
        });
        discovery.Announce(endpoint);
        return new NetworkParts(key, endpoint, discovery);
    }

    /// <summary>Tells the peers that still listen, and closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await Endpoint.CloseAsync(PeerCloseCodes.Stopping, "the node stops");
        await Discovery.DisposeAsync();
    }
}
