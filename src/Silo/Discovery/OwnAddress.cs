using System.Net;
using SoundTime.Iroh;
using SoundTime.Iroh.Lookup;

namespace SoundTime.Silo.Discovery;

/// <summary>
/// Where this node is, for others: what its endpoint knows, and what the admin says. Anybody may read what is published, so addresses of private networks are not in
/// it, which would help nobody far away; an invitation names them, as a friend may be near.
/// </summary>
internal sealed class OwnAddress(IrohEndpoint endpoint, IReadOnlyList<NodeHost> external) : INodeAddressSource
{
    /// <summary>What is published.</summary>
    public NodeAddress Address => Filter(endpoint.Address, PublicAddress.Is);

    /// <summary>What an invitation names.</summary>
    public NodeAddress Invitation => Filter(endpoint.Address, ip => !IPAddress.IsLoopback(ip) && !ip.IsIPv6LinkLocal);

    /// <inheritdoc/>
    public async Task<NodeAddress> WaitForAddressChangeAsync(NodeAddress known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        while (true)
        {
            var whole = endpoint.Address;
            var address = Filter(whole, PublicAddress.Is);
            if (address.ToString() != known.ToString())
            {
                return address;
            }

            await endpoint.WaitForAddressChangeAsync(whole, cancellationToken);
        }
    }

    private NodeAddress Filter(NodeAddress address, Func<IPAddress, bool> isOfUse) => address with
    {
        Hosts =
        [
            .. external.Concat(address.Hosts.Where(host => IPAddress.TryParse(host.Name, out var ip) && isOfUse(ip))).Distinct().Take(NodeAddress.MaxHosts),
        ],
    };
}
