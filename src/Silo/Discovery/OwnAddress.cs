using System.Net;
using System.Net.NetworkInformation;
using SoundTime.Iroh;
using SoundTime.Iroh.Addresses;
using SoundTime.Iroh.Lookup;

namespace SoundTime.Silo.Discovery;

/// <summary>
/// Where this node is, for others. Anybody may read what is published, so addresses of private networks are not in it, which would help nobody far away; an invitation
/// names them, as a friend may be near. What the admin names is in both.
/// </summary>
internal sealed class OwnAddress(IrohEndpoint endpoint, IReadOnlyList<NodeHost> external) : INodeAddressSource
{
    /// <summary>What is published.</summary>
    public NodeAddress Address => Publishable(endpoint.Address);

    /// <summary>What an invitation names.</summary>
    public NodeAddress Invitation => Filter(endpoint.Address, ip => !IPAddress.IsLoopback(ip) && !ip.IsIPv6LinkLocal);

    /// <summary>The addresses that only others have told of: those of a router between, which may let nobody in.</summary>
    public IReadOnlyList<NodeHost> Observed
    {
        get
        {
            var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address).ToHashSet();
            return [.. endpoint.Address.Hosts.Except(external).Where(host => IPAddress.TryParse(host.Name, out var ip) && !own.Contains(ip))];
        }
    }

    /// <inheritdoc/>
    public async Task<NodeAddress> WaitForAddressChangeAsync(NodeAddress known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        var whole = endpoint.Address;
        while (true)
        {
            // By text: two records with equal lists in them are not equal.
            var published = Publishable(whole);
            if (published.ToString() != known.ToString())
            {
                return published;
            }

            whole = await endpoint.WaitForAddressChangeAsync(whole, cancellationToken);
        }
    }

    private NodeAddress Publishable(NodeAddress address) => Filter(address, PublicAddress.Is);

    private NodeAddress Filter(NodeAddress address, Func<IPAddress, bool> isOfUse) => address with
    {
        Hosts = [.. address.Hosts.Where(host => external.Contains(host) || (IPAddress.TryParse(host.Name, out var ip) && isOfUse(ip)))],
    };
}
